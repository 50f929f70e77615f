import type { PrimitiveName } from '@kedge/graph-core';
import { attr } from './graph-def.js';
import { castTo, direct, outputOf, refuse, specOf, typeAttr, type Call, type Emit } from './emit.js';

type Table<K extends PrimitiveName> = { readonly [P in K]: Emit<P> };

/** Bytes wrap round, which tfjs' integers do not. */
function arithmetic<K extends PrimitiveName>(op: string): Emit<K> {
  return (call) => (outputOf(call).dtype === 'uint8' ? refuse(call, 'it computes in bytes, which tfjs does not have') : direct<K>(op)(call));
}

/** What tfjs computes in floats only. */
function onFloats<K extends PrimitiveName>(op: string): Emit<K> {
  return (call) => (specOf(call, 0).dtype === 'float32' ? direct<K>(op)(call) : refuse(call, 'tfjs does not compute it on whole numbers exactly'));
}

/** What no operation of tfjs does. */
const missing =
  <K extends PrimitiveName>(why: string): Emit<K> =>
  (call) =>
    refuse(call, why);

const INTEGER_LIMIT = 2 ** 31;

/** `max(x, min)`, then `min(., max)`, where a limit is finite: tfjs' own clipping loses NaN. */
function clip(call: Call<'clip'>): readonly string[] {
  const { graph, name, inputs, attrs } = call;
  const [x = ''] = inputs;
  const { dtype } = specOf(call, 0);
  if (dtype === 'float32' && attrs.min === 0 && attrs.max === 6) return direct<'clip'>('Relu6')(call);
  const type = dtype === 'int32' ? 'int32' : 'float32';
  const limit = (value: number): string => graph.scalar(type === 'int32' ? Math.min(Math.max(value, -INTEGER_LIMIT), INTEGER_LIMIT - 1) : value, type, `${name}/limit`);
  const low = attrs.min === -Infinity ? x : graph.add('Maximum', `${name}/low`, [x, limit(attrs.min)], typeAttr(call));
  return [attrs.max === Infinity && low !== x ? low : graph.add('Minimum', name, [low, limit(attrs.max)], typeAttr(call))];
}

function elu(call: Call<'elu'>): readonly string[] {
  const { graph, name, inputs, attrs } = call;
  const [x = ''] = inputs;
  if (attrs.alpha === 1) return direct<'elu'>('Elu')(call);
  const below = graph.add('Mul', `${name}/scaled`, [graph.add('Expm1', `${name}/expm1`, [x], typeAttr(call)), graph.scalar(attrs.alpha, 'float32', `${name}/alpha`)], typeAttr(call));
  const isAbove = graph.add('Greater', `${name}/above`, [x, graph.scalar(0, 'float32', 'zero')], typeAttr(call));
  return [graph.add('SelectV2', name, [isAbove, x, below], typeAttr(call))];
}

/** tfjs gives 0 for NaN. */
function sign(call: Call<'sign'>): readonly string[] {
  const { graph, name, inputs } = call;
  const [x = ''] = inputs;
  const plain = graph.add('Sign', name, [x], typeAttr(call));
  if (specOf(call, 0).dtype !== 'float32') return [plain];
  return [graph.add('SelectV2', `${name}/nan`, [graph.add('IsNan', `${name}/is_nan`, [x], typeAttr(call)), x, plain], typeAttr(call))];
}

/** The floor of a quotient: tfjs' own division gives whole numbers, and 0 for a division by zero. */
function floorDivide(call: Call<'floorDivide'>): readonly string[] {
  const { graph, name, inputs } = call;
  if (specOf(call, 0).dtype !== 'float32') return arithmetic<'floorDivide'>('FloorDiv')(call);
  return [graph.add('Floor', name, [graph.add('RealDiv', `${name}/quotient`, inputs, typeAttr(call))], typeAttr(call))];
}

function cast(call: Call<'cast'>): readonly string[] {
  const { inputs } = call;
  const [x = ''] = inputs;
  const from = specOf(call, 0).dtype;
  const to = outputOf(call).dtype;
  if (from === 'string' || to === 'string') refuse(call, 'it has to do with strings');
  if (to === 'uint8' && from !== 'bool' && from !== 'uint8') refuse(call, 'it computes in bytes, which tfjs does not have');
  if (to !== 'bool' || from === 'bool') return [castTo(call, x, from, to)];
  const zero = call.graph.scalar(0, from === 'float32' ? 'float32' : 'int32', 'zero');
  return [call.graph.add('NotEqual', call.name, [x, zero], typeAttr(call))];
}

const integerPower = 'tfjs does not compute powers of whole numbers exactly';

export const elementwise = {
  abs: direct('Abs'),
  acos: direct('Acos'),
  acosh: direct('Acosh'),
  asin: direct('Asin'),
  asinh: direct('Asinh'),
  atan: direct('Atan'),
  atanh: direct('Atanh'),
  ceil: direct('Ceil'),
  clip,
  cos: direct('Cos'),
  cosh: direct('Cosh'),
  elu,
  erf: direct('Erf'),
  exp: direct('Exp'),
  expm1: direct('Expm1'),
  floor: direct('Floor'),
  identity: direct('Identity'),
  isFinite: direct('IsFinite'),
  isInf: direct('IsInf'),
  isNan: direct('IsNan'),
  leakyRelu: (call) => [call.graph.add('LeakyRelu', call.name, call.inputs, { ...typeAttr(call), alpha: attr.float(call.attrs.negativeSlope) })],
  log: direct('Log'),
  log1p: direct('Log1p'),
  logicalNot: direct('LogicalNot'),
  negative: arithmetic('Neg'),
  reciprocal: direct('Reciprocal'),
  relu: direct('Relu'),
  round: direct('Round'),
  rsqrt: direct('Rsqrt'),
  sigmoid: direct('Sigmoid'),
  sign,
  sin: direct('Sin'),
  sinh: direct('Sinh'),
  softplus: direct('Softplus'),
  sqrt: direct('Sqrt'),
  square: onFloats('Square'),
  stopGradient: direct('Identity'),
  tan: direct('Tan'),
  tanh: direct('Tanh'),
  add: arithmetic('AddV2'),
  atan2: direct('Atan2'),
  bitwiseAnd: missing('tfjs has no operations on bits'),
  bitwiseOr: missing('tfjs has no operations on bits'),
  bitwiseXor: missing('tfjs has no operations on bits'),
  divide: direct('RealDiv'),
  equal: direct('Equal'),
  floorDivide,
  greater: direct('Greater'),
  greaterEqual: direct('GreaterEqual'),
  leftShift: missing('tfjs has no operations on bits'),
  less: direct('Less'),
  lessEqual: direct('LessEqual'),
  logicalAnd: direct('LogicalAnd'),
  logicalOr: direct('LogicalOr'),
  logicalXor: direct('NotEqual'),
  maximum: arithmetic('Maximum'),
  minimum: arithmetic('Minimum'),
  mod: arithmetic('FloorMod'),
  multiply: arithmetic('Mul'),
  notEqual: direct('NotEqual'),
  power: (call) => (specOf(call, 0).dtype === 'float32' ? direct<'power'>('Pow')(call) : refuse(call, integerPower)),
  rightShift: missing('tfjs has no operations on bits'),
  subtract: arithmetic('Sub'),
  where: (call) => [call.graph.add('SelectV2', call.name, call.inputs, { T: attr.type(specOf(call, 1).dtype) })],
  cast,
  host: missing('it works on strings'),
  randomNormal: missing('it makes random numbers, and Kedge would make others than tfjs'),
  randomTruncatedNormal: missing('it makes random numbers, and Kedge would make others than tfjs'),
  randomUniform: missing('it makes random numbers, and Kedge would make others than tfjs'),
} satisfies Partial<Table<PrimitiveName>>;
