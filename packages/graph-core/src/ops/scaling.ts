import { InvalidArgumentError } from '../errors.js';
import { normalizeAxes } from '../shape.js';
import type { Value, ValueLike } from '../value.js';
import { add, multiply, notEqual, power, subtract, where } from './binary.js';
import { cast } from './cast.js';
import { abs, rsqrt, sqrt, square } from './elementwise.js';
import { einsum } from './linear-algebra.js';
import { softmax } from './normalization.js';
import { op } from './op.js';
import { asFloat, shapeOf } from './operands.js';
import { knownDim, repeat } from './rearranging.js';
import { max, mean, min, sum } from './reduction.js';
import { reshape } from './reshaping.js';
import { moments, variance, type Axes } from './statistics.js';
import { tril } from './diagonals.js';
import { ones } from './creation.js';

/** Keras' default of what keeps roots away from 0. */
const EPSILON = 1e-7;

type NormalizationOptions = { readonly gamma?: ValueLike; readonly beta?: ValueLike; readonly axis?: number | readonly number[]; readonly epsilon?: number; readonly rmsScaling?: boolean };

/** Elements less their mean over their deviation, along axes. Shape: that of `x`. */
export const layerNormalization = op('layerNormalization', (x: ValueLike, options: NormalizationOptions = {}): Value => {
  const { gamma, beta, axis = -1, epsilon = EPSILON, rmsScaling = false } = options;
  const value = asFloat(x);
  const rank = shapeOf(x).length;
  const axes = normalizeAxes(axis, rank, 'layerNormalization');
  const isLast = axes.length === 1 && axes[0] === rank - 1;
  const spread = (weights: ValueLike): ValueLike =>
    isLast || shapeOf(weights).length === rank ? weights : reshape(weights, shapeOf(x).map((dim, i) => (axes.includes(i) ? dim : 1)));
  const scaled = (normal: Value): Value => (gamma === undefined ? normal : multiply(normal, spread(gamma)));
  if (rmsScaling) return scaled(multiply(value, rsqrt(add(variance(value, axes, true), epsilon))));
  const [centre = value, spreadOut = value] = moments(value, axes, true);
  const result = scaled(multiply(subtract(value, centre), rsqrt(add(spreadOut, epsilon))));
  return beta === undefined ? result : add(result, spread(beta));
}, 'nn.layer_normalization=LayerNorm(x, {gamma+, beta+, axis*, epsilon*, rms_scaling*})');

/** Elements over the root of the mean of their squares, along axes. Shape: that of `x`. */
export const rmsNormalization = op('rmsNormalization', (x: ValueLike, options: { readonly scale?: ValueLike; readonly axis?: number | readonly number[]; readonly epsilon?: number } = {}): Value => {
  const { scale, axis = -1, epsilon = EPSILON } = options;
  const result = multiply(asFloat(x), rsqrt(add(mean(square(asFloat(x)), axis, true), epsilon)));
  return scale === undefined ? result : multiply(result, scale);
}, 'nn.rms_normalization=RMSNorm(x, {scale+, axis*, epsilon*})');

/** The order of a norm: a number, or a word for one of matrices. */
export type NormOrder = number | 'fro' | null;

/**
 * The norm of vectors along one axis, or of matrices along two. Shape: `x` without the axes (size 1 with `keepDims`).
 *
 * @throws {InvalidArgumentError} for norms that take the singular values of a matrix.
 */
export const norm = op('norm', (x: ValueLike, ord: NormOrder = null, axis: Axes = null, keepDims = false): Value => {
  const value = asFloat(x);
  const axes = axis === null ? Array.from({ length: shapeOf(x).length }, (_, i) => i) : [axis].flat() as number[];
  const size = abs(value);
  if (ord === null || ord === 'fro' || (ord === 2 && axes.length === 1)) return sqrt(sum(square(value), axes, keepDims));
  if (axes.length === 2) return matrixNorm(size, ord, axes as [number, number], keepDims);
  if (axes.length !== 1) throw new InvalidArgumentError(`norm: expected one axis or two for order ${ord}, got ${axes.length}.`);
  if (Math.abs(ord) === Infinity) return (ord > 0 ? max : min)(size, axes, keepDims);
  if (ord === 0) return sum(cast(notEqual(value, 0), 'float32'), axes, keepDims);
  return power(sum(power(size, ord), axes, keepDims), 1 / ord);
}, 'linalg.norm(x, ord*, axis*, keepdims*)');

function matrixNorm(size: Value, ord: number, [row, column]: readonly [number, number], keepDims: boolean): Value {
  const isOverRows = Math.abs(ord) === 1;
  if (!isOverRows && Math.abs(ord) !== Infinity) throw new InvalidArgumentError(`norm: expected order 1, -1, Infinity, -Infinity or 'fro' for matrices, got ${ord}: that one takes singular values.`);
  const sums = sum(size, isOverRows ? row : column, true);
  const result = (ord > 0 ? max : min)(sums, isOverRows ? column : row, true);
  const axes = normalizeAxes([row, column], size.shape.length, 'norm');
  return keepDims ? result : reshape(result, size.shape.filter((_, i) => !axes.includes(i)));
}

type AttentionOptions = { readonly bias?: ValueLike; readonly mask?: ValueLike; readonly scale?: number; readonly isCausal?: boolean };

/** What a score counts that is masked. */
const MASKED = 3.38953e38 * -0.7;

/**
 * Softmax of scaled products of queries and keys, times the values.
 *
 * @param query `[batch, targets, heads, size]`; keys and values `[batch, sources, heads, size]`, or fewer heads that share.
 *
 * Shape: `[batch, targets, heads, size of the values]`.
 */
export const dotProductAttention = op('dotProductAttention', (query: ValueLike, key: ValueLike, value: ValueLike, options: AttentionOptions = {}): Value => {
  const { bias, mask, isCausal = false } = options;
  const heads = knownDim(shapeOf(query), 2, 'dotProductAttention');
  const shared = heads / knownDim(shapeOf(key), 2, 'dotProductAttention');
  const spread = (x: ValueLike): ValueLike => (shared > 1 ? repeat(x, shared, 2) : x);
  const scale = options.scale ?? 1 / Math.sqrt(knownDim(shapeOf(key), 3, 'dotProductAttention'));
  const products = multiply(einsum('btnh,bsnh->bnts', query, spread(key)), scale);
  const biased = bias === undefined ? products : add(products, bias);
  const seen = isCausal ? where(tril(ones([knownDim(products.shape, 2, 'dotProductAttention'), knownDim(products.shape, 3, 'dotProductAttention')])), biased, MASKED) : biased;
  const weights = softmax(mask === undefined ? seen : where(mask, seen, MASKED));
  return einsum('bnts,bsnh->btnh', weights, spread(value));
}, 'nn.dot_product_attention(query, key, value, {bias, mask, scale, is_causal*, flash_attention*!, attn_logits_soft_cap*!})');
