import type { DType } from '../dtype.js';
import { scalar } from '../tensor.js';
import type { Value, ValueLike } from '../value.js';
import { dividePrimitive, maximum, minimum, multiplyPrimitive } from './binary.js';
import { cast } from './cast.js';
import { op } from './op.js';
import { asFloat, asType, dtypeOf, expectDType } from './operands.js';
import { callForOne, definePrimitive, type NoAttrs, type Primitive } from './primitive.js';

const FLOAT: readonly DType[] = ['float32'];
const SIGNED: readonly DType[] = ['float32', 'int32'];
const ANY: readonly DType[] = ['float32', 'int32', 'uint8', 'bool', 'string'];

function unary<const Name extends string>(
  name: Name,
  accepts: readonly DType[] = FLOAT,
  output?: DType,
): Primitive<Name, NoAttrs, 1> {
  return definePrimitive({
    name,
    arity: 1,
    infer: ([x]) => {
      expectDType(x, accepts, name);
      return [{ shape: x.shape, dtype: output ?? x.dtype }];
    },
  });
}

/** A unary function of floats: integers are cast first. */
function floatOp(primitive: Primitive<string, NoAttrs, 1>, signature?: string): (x: ValueLike) => Value {
  return op(primitive.name, (x: ValueLike) => callForOne(primitive, [asFloat(x)], {}), signature);
}

/** A unary function that keeps integers as they are. */
function plainOp(primitive: Primitive<string, NoAttrs, 1>, signature?: string): (x: ValueLike) => Value {
  return op(primitive.name, (x: ValueLike) => callForOne(primitive, [x], {}), signature);
}

/** A unary function of which bytes (and, where said, `bool`s) are a fixed point. */
function signedOp(primitive: Primitive<string, NoAttrs, 1>, signature: string, unchanged: readonly DType[]): (x: ValueLike) => Value {
  return op(primitive.name, (x: ValueLike) => callForOne(unchanged.includes(dtypeOf(x)) ? identityPrimitive : primitive, [x], {}), signature);
}

export const absPrimitive = unary('abs', SIGNED);
export const acosPrimitive = unary('acos');
export const acoshPrimitive = unary('acosh');
export const asinPrimitive = unary('asin');
export const asinhPrimitive = unary('asinh');
export const atanPrimitive = unary('atan');
export const atanhPrimitive = unary('atanh');
export const ceilPrimitive = unary('ceil');
export const cosPrimitive = unary('cos');
export const coshPrimitive = unary('cosh');
export const erfPrimitive = unary('erf');
export const expPrimitive = unary('exp');
export const expm1Primitive = unary('expm1');
export const floorPrimitive = unary('floor');
export const identityPrimitive = unary('identity', ANY);
export const isFinitePrimitive = unary('isFinite', FLOAT, 'bool');
export const isInfPrimitive = unary('isInf', FLOAT, 'bool');
export const isNanPrimitive = unary('isNan', FLOAT, 'bool');
export const logPrimitive = unary('log');
export const log1pPrimitive = unary('log1p');
export const logicalNotPrimitive = unary('logicalNot', ['bool']);
export const negativePrimitive = unary('negative', SIGNED);
export const reciprocalPrimitive = unary('reciprocal');
export const reluPrimitive = unary('relu', SIGNED);
export const roundPrimitive = unary('round');
export const rsqrtPrimitive = unary('rsqrt');
export const sigmoidPrimitive = unary('sigmoid');
export const signPrimitive = unary('sign', SIGNED);
export const sinPrimitive = unary('sin');
export const sinhPrimitive = unary('sinh');
export const softplusPrimitive = unary('softplus');
export const sqrtPrimitive = unary('sqrt');
export const squarePrimitive = unary('square', SIGNED);
export const stopGradientPrimitive = unary('stopGradient', ANY);
export const tanPrimitive = unary('tan');
export const tanhPrimitive = unary('tanh');

/** `|x|`. Shape: that of `x`. Integers stay integers. */
export const abs = signedOp(absPrimitive, 'numpy.abs|absolute(x)', ['uint8', 'bool']);
/** Inverse cosine in radians. Shape: that of `x`. */
export const acos = floatOp(acosPrimitive, 'numpy.arccos(x)');
/** Inverse hyperbolic cosine. Shape: that of `x`. */
export const acosh = floatOp(acoshPrimitive, 'numpy.arccosh(x)');
/** Inverse sine in radians. Shape: that of `x`. */
export const asin = floatOp(asinPrimitive, 'numpy.arcsin(x)');
/** Inverse hyperbolic sine. Shape: that of `x`. */
export const asinh = floatOp(asinhPrimitive, 'numpy.arcsinh(x)');
/** Inverse tangent in radians. Shape: that of `x`. */
export const atan = floatOp(atanPrimitive, 'numpy.arctan(x)');
/** Inverse hyperbolic tangent. Shape: that of `x`. */
export const atanh = floatOp(atanhPrimitive, 'numpy.arctanh(x)');
/** Smallest whole number not below `x`. Shape: that of `x`. */
export const ceil = floatOp(ceilPrimitive, 'numpy.ceil(x)');
/** Cosine of radians. Shape: that of `x`. */
export const cos = floatOp(cosPrimitive, 'numpy.cos(x)');
/** Hyperbolic cosine. Shape: that of `x`. */
export const cosh = floatOp(coshPrimitive, 'numpy.cosh(x)');
/** Gauss error function. Shape: that of `x`. */
export const erf = floatOp(erfPrimitive, 'math.erf(x)');
/** `e^x`. Shape: that of `x`. */
export const exp = floatOp(expPrimitive, 'numpy.exp(x)');
/** `e^x - 1`, exact near zero. Shape: that of `x`. */
export const expm1 = floatOp(expm1Primitive, 'numpy.expm1(x)');
/** Largest whole number not above `x`. Shape: that of `x`. */
export const floor = floatOp(floorPrimitive, 'numpy.floor(x)');
/** `x` itself. Shape: that of `x`. */
export const identity = plainOp(identityPrimitive, 'numpy.copy(x)');
/** Whether each element is neither infinite nor NaN, as `bool`. Shape: that of `x`. */
export const isFinite = floatOp(isFinitePrimitive, 'numpy.isfinite(x)');
/** Whether each element is infinite, as `bool`. Shape: that of `x`. */
export const isInf = floatOp(isInfPrimitive, 'numpy.isinf(x)');
/** Whether each element is NaN, as `bool`. Shape: that of `x`. */
export const isNan = floatOp(isNanPrimitive, 'numpy.isnan(x)');
/** Natural logarithm. Shape: that of `x`. */
export const log = floatOp(logPrimitive, 'numpy.log(x)');
/** `log(1 + x)`, exact near zero. Shape: that of `x`. */
export const log1p = floatOp(log1pPrimitive, 'numpy.log1p(x)');
/** Negation; of numbers: whether they are 0. Shape: that of `x`. */
export const logicalNot = op('logicalNot', (x: ValueLike): Value => callForOne(logicalNotPrimitive, [asType(x, 'bool')], {}), 'numpy.logical_not(x)');
/** `-x`. Shape: that of `x`. */
export const negative = plainOp(negativePrimitive, 'numpy.negative(x)');
/** `1 / x`. Shape: that of `x`. */
export const reciprocal = floatOp(reciprocalPrimitive, 'numpy.reciprocal(x)');
/** `max(x, 0)`; NaN stays NaN. Shape: that of `x`. */
export const relu = signedOp(reluPrimitive, 'nn.relu(x)', ['uint8']);
/** Nearest whole number, halves to even; with `decimals` the nearest multiple of that power of ten. Shape: that of `x`. Integers stay integers. */
export const round = op('round', (x: ValueLike, decimals = 0): Value => {
  const isWhole = dtypeOf(x) === 'int32' || dtypeOf(x) === 'uint8';
  if (isWhole && decimals >= 0) return callForOne(identityPrimitive, [x], {});
  if (decimals === 0) return callForOne(roundPrimitive, [asFloat(x)], {});
  // Binary fractions of the power itself would round: it is multiplied with or divided by as a whole number.
  const power = scalar(10 ** Math.abs(decimals));
  const [there, back] = decimals > 0 ? [multiplyPrimitive, dividePrimitive] : [dividePrimitive, multiplyPrimitive];
  const rounded = callForOne(back, [callForOne(roundPrimitive, [callForOne(there, [asFloat(x), power], {})], {}), power], {});
  return isWhole ? cast(rounded, dtypeOf(x)) : rounded;
}, 'numpy.round(x, decimals*)');
/** `1 / sqrt(x)`. Shape: that of `x`. */
export const rsqrt = floatOp(rsqrtPrimitive, 'math.rsqrt(x)');
/** `1 / (1 + e^-x)`. Shape: that of `x`. */
export const sigmoid = floatOp(sigmoidPrimitive, 'nn.sigmoid(x)');
/** -1, 0 or 1. Shape: that of `x`. */
export const sign = op('sign', (x: ValueLike): Value =>
  dtypeOf(x) === 'uint8' ? cast(callForOne(signPrimitive, [cast(x, 'int32')], {}), 'uint8') : callForOne(signPrimitive, [x], {}),
  'numpy.sign(x)',
);
/** Sine of radians. Shape: that of `x`. */
export const sin = floatOp(sinPrimitive, 'numpy.sin(x)');
/** Hyperbolic sine. Shape: that of `x`. */
export const sinh = floatOp(sinhPrimitive, 'numpy.sinh(x)');
/** `log(1 + e^x)`, without overflow. Shape: that of `x`. */
export const softplus = floatOp(softplusPrimitive, 'nn.softplus(x)');
/** Square root. Shape: that of `x`. */
export const sqrt = floatOp(sqrtPrimitive, 'numpy.sqrt(x)');
/** `x^2`. Shape: that of `x`. Integers stay integers. */
export const square = op('square', (x: ValueLike): Value => {
  if (dtypeOf(x) === 'uint8') return cast(callForOne(squarePrimitive, [cast(x, 'int32')], {}), 'uint8');
  return callForOne(squarePrimitive, [dtypeOf(x) === 'bool' ? cast(x, 'int32') : x], {});
}, 'numpy.square(x)');
/** `x`, through which no gradient flows. Shape: that of `x`. */
export const stopGradient = plainOp(stopGradientPrimitive, 'core.stop_gradient(variable)');
/** Tangent of radians. Shape: that of `x`. */
export const tan = floatOp(tanPrimitive, 'numpy.tan(x)');
/** Hyperbolic tangent. Shape: that of `x`. */
export const tanh = floatOp(tanhPrimitive, 'numpy.tanh(x)');

export const clipPrimitive = definePrimitive({
  name: 'clip',
  arity: 1,
  infer: ([x], _attrs: { readonly min: number; readonly max: number }) => {
    expectDType(x, SIGNED, 'clip');
    return [x];
  },
});

/** Limits elements to `[min, max]`; NaN stays NaN. The limits are numbers, or tensors that broadcast. Shape: that of `x`. */
export const clip = op('clip', (x: ValueLike, min: ValueLike, max: ValueLike): Value => {
  const value = dtypeOf(x) === 'int32' ? x : asFloat(x);
  if (typeof min === 'number' && typeof max === 'number') return callForOne(clipPrimitive, [value], { min, max });
  return minimum(maximum(value, min), max);
}, 'numpy.clip(x, x_min*, x_max*)');

export const leakyReluPrimitive = definePrimitive({
  name: 'leakyRelu',
  arity: 1,
  infer: ([x], _attrs: { readonly negativeSlope: number }) => {
    expectDType(x, FLOAT, 'leakyRelu');
    return [x];
  },
});

/** `x` where positive, else `negativeSlope * x`. Shape: that of `x`. */
export const leakyRelu = op('leakyRelu', (x: ValueLike, negativeSlope = 0.2): Value =>
  callForOne(leakyReluPrimitive, [asFloat(x)], { negativeSlope }),
  'nn.leaky_relu(x, negative_slope*)',
);

export const eluPrimitive = definePrimitive({
  name: 'elu',
  arity: 1,
  infer: ([x], _attrs: { readonly alpha: number }) => {
    expectDType(x, FLOAT, 'elu');
    return [x];
  },
});

/** `x` where positive, else `alpha * (e^x - 1)`. Shape: that of `x`. */
export const elu = op('elu', (x: ValueLike, alpha = 1): Value => callForOne(eluPrimitive, [asFloat(x)], { alpha }), 'nn.elu(x, alpha*)');
