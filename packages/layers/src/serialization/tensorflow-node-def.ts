import type { TensorFlowFunction } from './tensorflow-functions.js';

/** Operations of TensorFlow's graphs: the function that does the same, then which parameter each input is. */
const OPERATIONS: Readonly<Record<string, string>> = {
  Abs: 'math.abs x',
  Add: 'math.add x y',
  AddV2: 'math.add x y',
  ArgMax: 'math.argmax input axis',
  BiasAdd: 'nn.bias_add value bias',
  Cast: 'cast x',
  ConcatV2: 'concat',
  Equal: 'math.equal x y',
  Erf: 'math.erf x',
  Exp: 'math.exp x',
  ExpandDims: 'expand_dims input axis',
  FloorDiv: 'math.floordiv x y',
  FloorMod: 'math.floormod x y',
  GatherV2: 'gather params indices axis',
  Greater: 'math.greater x y',
  GreaterEqual: 'math.greater_equal x y',
  Identity: 'identity input',
  Less: 'math.less x y',
  LessEqual: 'math.less_equal x y',
  Log: 'math.log x',
  LogicalAnd: 'math.logical_and x y',
  LogicalNot: 'math.logical_not x',
  LogicalOr: 'math.logical_or x y',
  Max: 'math.reduce_max input_tensor axis',
  Maximum: 'math.maximum x y',
  Mean: 'math.reduce_mean input_tensor axis',
  Min: 'math.reduce_min input_tensor axis',
  Minimum: 'math.minimum x y',
  Mul: 'math.multiply x y',
  Neg: 'math.negative x',
  NotEqual: 'math.not_equal x y',
  Pack: 'stack',
  Pow: 'math.pow x y',
  Prod: 'math.reduce_prod input_tensor axis',
  RealDiv: 'math.truediv x y',
  Relu: 'nn.relu features',
  Relu6: 'nn.relu6 features',
  Reshape: 'reshape tensor shape',
  Rsqrt: 'math.rsqrt x',
  SelectV2: 'where condition x y',
  Sigmoid: 'math.sigmoid x',
  Softmax: 'nn.softmax logits',
  Sqrt: 'math.sqrt x',
  Square: 'math.square x',
  SquaredDifference: 'math.squared_difference x y',
  Squeeze: 'compat.v1.squeeze input',
  Sub: 'math.subtract x y',
  Sum: 'math.reduce_sum input_tensor axis',
  Tanh: 'math.tanh x',
  Tile: 'tile input multiples',
  Transpose: 'transpose a perm',
};

type Attributes = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What attributes of a node say that the function takes as arguments. */
function attributesOf(attr: Attributes): Record<string, unknown> {
  const integers = (list: unknown): number[] => (isRecord(list) && Array.isArray(list['i']) ? list['i'].map(Number) : []);
  return {
    ...(attr['keep_dims']?.['b'] === true ? { keepdims: true } : {}),
    ...(attr['DstT']?.['type'] === undefined ? {} : { dtype: attr['DstT']['type'] }),
    ...(attr['squeeze_dims'] === undefined ? {} : { axis: integers(attr['squeeze_dims']['list']) }),
    ...(attr['axis']?.['i'] === undefined ? {} : { axis: Number(attr['axis']['i']) }),
  };
}

/** A constant in place of a list of tensors has no name there: numbers of axes and the like are plain numbers. */
const plain = (value: unknown): unknown => (Array.isArray(value) && value.length === 1 && !Array.isArray(value[0]) ? (value[0] as unknown) : value);

/**
 * The function of a `TensorFlowOpLayer`: a node of a TensorFlow graph with the constants among its inputs, as TensorFlow 2.0 to 2.3 wrote it.
 *
 * @returns The function, or what the operation is called if it is not known.
 */
export function readNodeDef(config: Readonly<Record<string, unknown>>, byName: (name: string) => TensorFlowFunction | undefined): TensorFlowFunction | string {
  const def = typeof config['node_def'] === 'string' ? (JSON.parse(config['node_def']) as unknown) : config['node_def'];
  const { op, input, attr } = isRecord(def) ? def : {};
  const [name = '', ...inputs] = OPERATIONS[String(op)]?.split(' ') ?? [];
  const found = byName(name);
  if (found === undefined) return String(op);
  const constants = new Map(Object.entries(isRecord(config['constants']) ? config['constants'] : {}).map(([place, value]) => [Number(place), value]));
  const count = Array.isArray(input) ? input.length : inputs.length;
  const settings = { ...attributesOf((isRecord(attr) ? attr : {}) as Attributes) };
  if (inputs.length === 0) return joined(found, constants, count, settings);
  const open = inputs.filter((_, place) => !constants.has(place));
  for (const [place, value] of constants) settings[inputs[place] ?? ''] = inputs[place] === 'axis' ? plain(value) : value;
  const parameters = [...open.map((own) => [own, found.parameters.find(([other]) => other === own)?.[1] ?? own, false] as const), ...found.parameters.filter(([own]) => !open.includes(own))];
  return { ...found, parameters, settings };
}

/** A function that takes its inputs as a list, with the axis as the last of them or as an attribute. */
function joined(found: TensorFlowFunction, constants: ReadonlyMap<number, unknown>, count: number, settings: Readonly<Record<string, unknown>>): TensorFlowFunction {
  return { ...found, settings: constants.has(count - 1) ? { ...settings, axis: plain(constants.get(count - 1)) } : settings };
}
