import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import { shapeOf } from '../layout/channels.js';
import { sampleAxis, type EncodingMode } from './host/encode-categories.js';

/**
 * Encodes categories in ops; numbers outside `[0, depth)` are left out.
 *
 * @param x Whole numbers.
 * @param weights What each counts, in mode `count`.
 * @returns Float32 of the shape that `encodedShape` says.
 */
export function encodeCategories(x: ValueLike, mode: EncodingMode, depth: number, weights?: ValueLike): Value {
  const categories = shapeOf(x).length === 0 ? ops.expandDims(x, 0) : x;
  const shape = shapeOf(categories);
  if (mode === 'one_hot') return ops.oneHot(shape.length > 1 && shape.at(-1) === 1 ? ops.squeeze(categories, -1) : categories, depth);
  const hot = ops.oneHot(categories, depth);
  const axis = sampleAxis(shape.length);
  if (mode === 'count') return ops.sum(weights === undefined ? hot : ops.multiply(hot, ops.expandDims(weights, -1)), axis);
  return ops.minimum(ops.sum(hot, axis), 1);
}
