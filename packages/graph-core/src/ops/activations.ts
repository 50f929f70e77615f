import { InvalidArgumentError } from '../errors.js';
import { normalizeAxis } from '../shape.js';
import type { Value, ValueLike } from '../value.js';
import { add, divide, greater, less, lessEqual, maximum, minimum, multiply, power, subtract, where } from './binary.js';
import { arange } from './creation.js';
import { abs, clip, elu, erf, expm1, negative, relu, sigmoid, softplus, sqrt, square, tanh } from './elementwise.js';
import { topK } from './indexing.js';
import { op } from './op.js';
import { asFloat, shapeOf } from './operands.js';
import { cumsum, max, sum } from './reduction.js';
import { moveaxis, split } from './reshaping.js';

/** `max(x, 0)`, at most 6. Shape: that of `x`. */
export const relu6 = op('relu6', (x: ValueLike): Value => clip(x, 0, 6), 'nn.relu6(x)');

const SELU_ALPHA = 1.6732632423543772;
const SELU_SCALE = 1.0507009873554805;

/** `scale * elu(x, alpha)` with the constants of Klambauer et al. (2017). Shape: that of `x`. */
export const selu = op('selu', (x: ValueLike): Value => multiply(elu(x, SELU_ALPHA), SELU_SCALE), 'nn.selu(x)');

/** `max(x, 0) + min(alpha * (e^(x / alpha) - 1), 0)`. Shape: that of `x`. */
export const celu = op('celu', (x: ValueLike, alpha = 1): Value => {
  const value = asFloat(x);
  return add(relu(value), multiply(minimum(expm1(divide(minimum(value, 0), alpha)), 0), alpha));
}, 'nn.celu(x, alpha*)');

/** `x * P(X <= x)` for a normal X; with `approximate` by tanh. Shape: that of `x`. */
export const gelu = op('gelu', (x: ValueLike, approximate = true): Value => {
  const half = multiply(asFloat(x), 0.5);
  if (!approximate) return multiply(half, add(erf(multiply(x, Math.SQRT1_2)), 1));
  return multiply(half, add(tanh(multiply(Math.sqrt(2 / Math.PI), add(x, multiply(0.044715, power(x, 3))))), 1));
}, 'nn.gelu(x, approximate*)');

/** The first half along an axis times the sigmoid of the second. Shape: `x` with half of the axis. */
export const glu = op('glu', (x: ValueLike, axis = -1): Value => {
  const [value = x, gate = x] = split(asFloat(x), 2, axis);
  return multiply(value, sigmoid(gate));
}, 'nn.glu(x, axis*)');

/** `x` where its magnitude is above the threshold, else 0. Shape: that of `x`. */
export const hardShrink = op('hardShrink', (x: ValueLike, threshold = 0.5): Value => where(greater(abs(asFloat(x)), threshold), asFloat(x), 0), 'nn.hard_shrink(x, threshold*)');

/** `x / 6 + 0.5` limited to [0, 1]. Shape: that of `x`. */
export const hardSigmoid = op('hardSigmoid', (x: ValueLike): Value => clip(add(divide(x, 6), 0.5), 0, 1), 'nn.hard_sigmoid(x)');

/** `x * hardSigmoid(x)`. Shape: that of `x`. */
export const hardSilu = op('hardSilu', (x: ValueLike): Value => multiply(x, hardSigmoid(x)), 'nn.hard_silu|hard_swish=HardSilu(x)');

/** `x` limited to [-1, 1]. Shape: that of `x`. */
export const hardTanh = op('hardTanh', (x: ValueLike): Value => clip(asFloat(x), -1, 1), 'nn.hard_tanh(x)');

/** `log(sigmoid(x))`. Shape: that of `x`. */
export const logSigmoid = op('logSigmoid', (x: ValueLike): Value => negative(softplus(negative(asFloat(x)))), 'nn.log_sigmoid(x)');

/** `x * sigmoid(x)`. Shape: that of `x`. */
export const silu = op('silu', (x: ValueLike): Value => multiply(asFloat(x), sigmoid(x)), 'nn.silu|swish=Silu(x)');

/** `x` moved towards 0 by the threshold, 0 where it does not reach that far. Shape: that of `x`. */
export const softShrink = op('softShrink', (x: ValueLike, threshold = 0.5): Value => {
  const value = asFloat(x);
  return where(greater(value, threshold), subtract(value, threshold), where(less(value, -threshold), add(value, threshold), 0));
}, 'nn.soft_shrink(x, threshold*)');

/** `x / (|x| + 1)`. Shape: that of `x`. */
export const softsign = op('softsign', (x: ValueLike): Value => divide(x, add(abs(asFloat(x)), 1)), 'nn.softsign(x)');

/** 0 up to -1, `x` from 1, a parabola between. Shape: that of `x`. */
export const sparsePlus = op('sparsePlus', (x: ValueLike): Value => {
  const value = asFloat(x);
  return where(lessEqual(value, -1), 0, where(less(value, 1), multiply(0.25, square(add(value, 1))), value));
}, 'nn.sparse_plus(x)');

/** `(x + 1) / 2` limited to [0, 1]. Shape: that of `x`. */
export const sparseSigmoid = op('sparseSigmoid', (x: ValueLike): Value => clip(multiply(0.5, add(asFloat(x), 1)), 0, 1), 'nn.sparse_sigmoid(x)');

/** `(x + sqrt(x^2 + b)) / 2`. Shape: that of `x`. */
export const squareplus = op('squareplus', (x: ValueLike, b = 4): Value => multiply(0.5, add(asFloat(x), sqrt(add(square(asFloat(x)), b)))), 'nn.squareplus(x, b*)');

/** `x - tanh(x)`. Shape: that of `x`. */
export const tanhShrink = op('tanhShrink', (x: ValueLike): Value => subtract(asFloat(x), tanh(x)), 'nn.tanh_shrink(x)');

/** `x` above a threshold, else a default. Shape: that of `x`. */
export const threshold = op('threshold', (x: ValueLike, limit: number, fallback: number): Value => where(greater(asFloat(x), limit), asFloat(x), fallback), 'nn.threshold(x, threshold*, default_value*)');

/**
 * Sparsemax along an axis as Keras computes it: its threshold adds up the cumulative sums of the support, where the
 * projection of Martins and Astudillo (2016) takes the last of them. Both agree where one element is the support.
 *
 * Shape: that of `x`.
 */
export const sparsemax = op('sparsemax', (x: ValueLike, axis = -1): Value => {
  const at = normalizeAxis(axis, shapeOf(x).length, 'sparsemax');
  const last = moveaxis(asFloat(x), at, -1);
  const size = last.shape.at(-1) ?? null;
  if (size === null) throw new InvalidArgumentError(`sparsemax: expected a known size along axis ${axis}.`);
  const [sorted = last] = topK(last, size);
  const cumulative = cumsum(sorted, -1);
  const inSupport = greater(add(multiply(sorted, arange(1, size + 1, 1, 'float32')), 1), cumulative);
  const supportSize = sum(where(inSupport, 1, 0), -1, true);
  const supportSum = sum(where(inSupport, cumulative, 0), -1, true);
  return moveaxis(relu(subtract(last, divide(subtract(supportSum, 1), supportSize))), -1, at);
}, 'nn.sparsemax(x, axis*)');

/** Elements over their norm along axes. Shape: that of `x`. */
export const normalize = op('normalize', (x: ValueLike, axis: number | readonly number[] | null = -1, order = 2, epsilon: number | null = null): Value => {
  const value = asFloat(x);
  const tiny = epsilon ?? 1e-7;
  const size = abs(value);
  if (order === Infinity) return divide(value, maximum(max(size, axis, true), tiny));
  if (order === 2) return divide(value, sqrt(maximum(sum(square(value), axis, true), tiny ** 2)));
  return divide(value, maximum(power(sum(order === 1 ? size : power(size, order), axis, true), 1 / order), tiny));
}, 'nn.normalize(x, axis*, order*, epsilon*)');
