import { ops, tensor, type Value, type ValueLike } from '@kedge/graph-core';
import { shapeOf } from '../layout/channels.js';

/**
 * The weights of a Gaussian window.
 *
 * @param size How many.
 * @param sigma Its width, a scalar.
 * @param reach Weights farther from the middle are zero; all count unless said.
 * @returns `[size]`, of sum 1.
 */
export function gaussianWindow(size: number, sigma: ValueLike, reach?: ValueLike): Value {
  const places = tensor(Array.from({ length: size }, (_, i) => i - (size - 1) / 2), [size]);
  const raw = ops.exp(ops.multiply(ops.square(ops.divide(places, sigma)), -0.5));
  const weights = reach === undefined ? raw : ops.where(ops.lessEqual(ops.abs(places), reach), raw, 0);
  return ops.divide(weights, ops.sum(weights));
}

/**
 * Pictures whose pixels run into each other; zeros stand outside.
 *
 * @param x `[batch, rows, columns, channels]`, channels known.
 * @param first Weights of the first axis of the kernel as Keras counts them, which are those along columns.
 * @param second Weights along rows.
 *
 * Keras lays the product, rows by columns, out as columns by rows without turning it, which shows where the sizes differ.
 */
export function blur(x: ValueLike, first: Value, second: Value): Value {
  const [width, height] = [shapeOf(first)[0] ?? 1, shapeOf(second)[0] ?? 1];
  const product = ops.multiply(ops.reshape(second, [height, 1]), ops.reshape(first, [1, width]));
  const kernel = ops.tile(ops.reshape(product, [width, height, 1, 1]), [1, 1, shapeOf(x)[3] ?? 1, 1]);
  return ops.depthwiseConv(x, kernel, { padding: 'same' });
}
