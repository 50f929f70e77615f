import { InvalidModelConfigError } from './json.js';
import type { TensorFlowFunction } from './tensorflow-functions.js';
import type { TensorFlowParameter } from './tensorflow-names.js';

/** Operations of TensorFlow's graphs: the function that does the same, then which parameter each input is. */
const OPERATIONS: Readonly<Record<string, string>> = {
  Abs: 'math.abs x',
  Add: 'math.add x y',
  AddV2: 'math.add x y',
  ArgMax: 'math.argmax input axis',
  BatchMatMul: 'linalg.matmul a b',
  BatchMatMulV2: 'linalg.matmul a b',
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
  MatMul: 'linalg.matmul a b',
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
  StridedSlice: '__operators__.getitem tensor begin end strides',
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
    ...(attr['adj_x']?.['b'] === true || attr['transpose_a']?.['b'] === true ? { transpose_a: true } : {}),
    ...(attr['adj_y']?.['b'] === true || attr['transpose_b']?.['b'] === true ? { transpose_b: true } : {}),
    ...(attr['axis']?.['i'] === undefined ? {} : { axis: Number(attr['axis']['i']) }),
  };
}

/** Numbers of a constant, which later versions wrap. */
function constantOf(value: unknown): unknown {
  return isRecord(value) && isRecord(value['config']) ? value['config']['value'] : value;
}

/** A single axis is a number, be it in a list. */
const plain = (value: unknown): unknown => (Array.isArray(value) && value.length === 1 ? (value[0] as unknown) : value);

/** What Python's brackets held, out of the begins, ends and steps and the bits that say how they are meant. */
function itemKey(constants: ReadonlyMap<number, unknown>, attr: Attributes): unknown[] {
  const [begin = [], end = [], step = []] = [1, 2, 3].map((place) => [constants.get(place)].flat() as number[]);
  const has = (mask: string, i: number): boolean => ((Number(attr[mask]?.['i'] ?? 0) >> i) & 1) === 1;
  return begin.map((start, i) => {
    if (has('ellipsis_mask', i)) return '...';
    if (has('new_axis_mask', i)) return null;
    if (has('shrink_axis_mask', i)) return start;
    return { start: has('begin_mask', i) ? null : start, stop: has('end_mask', i) ? null : end[i], step: step[i] };
  });
}

/** The node, which some versions wrote as a text in the text. */
function nodeDefOf(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch (cause) {
    throw new InvalidModelConfigError(`node_def of a TensorFlowOpLayer: expected an object or its JSON, got '${value.slice(0, 60)}' (${String(cause)}).`);
  }
}

/**
 * The function of a `TensorFlowOpLayer`: a node of a TensorFlow graph with the constants among its inputs, as TensorFlow 2.0 to 2.3 wrote it.
 *
 * @returns The function, or what the operation is called if it is not known.
 */
export function readNodeDef(config: Readonly<Record<string, unknown>>, byName: (name: string) => TensorFlowFunction | undefined): TensorFlowFunction | string {
  const def = nodeDefOf(config['node_def']);
  const { op, input, attr } = isRecord(def) ? def : {};
  const [name = '', ...inputs] = OPERATIONS[String(op)]?.split(' ') ?? [];
  const found = byName(name);
  if (found === undefined) return String(op);
  const attributes = (isRecord(attr) ? attr : {}) as Attributes;
  const constants = new Map(Object.entries(isRecord(config['constants']) ? config['constants'] : {}).map(([place, value]) => [Number(place), constantOf(value)]));
  if (op === 'StridedSlice') return { ...found, settings: { slice_spec: itemKey(constants, attributes) }, takesInputs: true };
  const settings = attributesOf(attributes);
  const count = Array.isArray(input) ? input.length : inputs.length;
  // Without names, all inputs are one list, of which the last may be the axis.
  if (inputs.length === 0) return { ...found, settings: constants.has(count - 1) ? { ...settings, axis: plain(constants.get(count - 1)) } : settings };
  for (const [place, value] of constants) settings[inputs[place] ?? ''] = inputs[place] === 'axis' ? plain(value) : value;
  const open = inputs.filter((_, place) => !constants.has(place));
  const parameterOf = (own: string): TensorFlowParameter => found.parameters.find(([other]) => other === own) ?? [own, own, false];
  return { ...found, parameters: [...open.map(parameterOf), ...found.parameters.filter(([own]) => !open.includes(own))], settings, takesInputs: true };
}
