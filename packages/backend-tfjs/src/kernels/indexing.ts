import * as tf from '@tensorflow/tfjs-core';
import { resolveRange, sizeOf, type StridedSliceAttrs } from '@kedge/graph-core';
import { wrapIfByte } from '../functions/arithmetic.js';
import { everyNth, reshape, reverse, slice, transpose } from '../functions/movement.js';
import { gatherRows, rowNumbers, sumRows } from '../functions/rows.js';
import { isFollowed } from '../recording.js';
import { resultSpec, type KernelTable } from './kernel.js';

const range = (from: number, to: number): number[] => Array.from({ length: Math.max(to - from, 0) }, (_, i) => from + i);

/** Numbers of the rows of a table in which the batches follow each other, `dim` rows each. */
function rowsInBatches(indices: tf.Tensor, batch: number, dim: number): tf.Tensor {
  const numbers = rowNumbers(indices, { dims: [dim], fromEnd: true, where: 'gather' });
  if (batch === 1) return numbers;
  const starts = tf.tensor2d(Int32Array.from({ length: batch }, (_, i) => i * dim), [batch, 1], 'int32');
  return tf.reshape(tf.add(tf.reshape(numbers, [batch, numbers.size / batch]), starts), [numbers.size]);
}

/** Brings the axis behind the batch dimensions, picks rows, and brings the picked ones to where the axis was. */
function gather(x: tf.Tensor, indices: tf.Tensor, axis: number, batchDims: number): tf.Tensor {
  const [batches, middle, end] = [range(0, batchDims), range(batchDims, axis), range(axis + 1, x.rank)];
  const [batch, dim] = [sizeOf(x.shape.slice(0, batchDims)), x.shape[axis] ?? 1];
  const inner = [...middle, ...end].map((i) => x.shape[i] ?? 1);
  const table = reshape(transpose(x, [...batches, axis, ...middle, ...end]), [batch * dim, sizeOf(inner)]);
  const rows = gatherRows(table, rowsInBatches(indices, batch, dim));
  const picked = range(batchDims, indices.rank);
  const order = [...batches, ...middle.map((_, i) => indices.rank + i), ...picked, ...end.map((_, i) => indices.rank + middle.length + i)];
  return transpose(reshape(rows, [...indices.shape, ...inner]), order);
}

function gatherNd(x: tf.Tensor, indices: tf.Tensor, shape: readonly number[]): tf.Tensor {
  const depth = indices.shape.at(-1) ?? 0;
  const [outer, inner] = [x.shape.slice(0, depth), x.shape.slice(depth)];
  const numbers = depth === 0 ? tf.zeros([indices.shape.slice(0, -1).reduce((p, d) => p * d, 1)], 'int32') : rowNumbers(indices, { dims: outer, fromEnd: false, where: 'gatherNd' });
  return reshape(gatherRows(reshape(x, [sizeOf(outer), sizeOf(inner)]), tf.cast(numbers, 'int32')), shape);
}

function scatterNd(indices: tf.Tensor, updates: tf.Tensor, shape: readonly number[]): tf.Tensor {
  const depth = indices.shape.at(-1) ?? 0;
  const [outer, inner] = [shape.slice(0, depth), shape.slice(depth)];
  if (updates.size === 0) return tf.zeros([...shape], updates.dtype);
  const numbers = rowNumbers(indices, { dims: outer, fromEnd: false, where: 'scatterNd' });
  const rows = reshape(updates, [numbers.size, sizeOf(inner)]);
  return reshape(sumRows(rows, numbers, sizeOf(outer)), shape);
}

/** Rows with an id outside go to a row of their own, which is cut off. */
function segmentSum(x: tf.Tensor, ids: tf.Tensor, count: number): tf.Tensor {
  const isInside = tf.logicalAnd(tf.greaterEqual(ids, tf.scalar(0, 'int32')), tf.less(ids, tf.scalar(count, 'int32')));
  const numbers = tf.where(isInside, ids, tf.fill(ids.shape, count, 'int32'));
  const rows = reshape(x, [ids.size, x.size / ids.size]);
  const sums = sumRows(rows, numbers, count + 1);
  return slice(sums, [0, 0], [count, sums.shape[1] ?? 1]);
}

/** One where a place equals the index, which is nowhere for an index outside. */
function oneHot(indices: tf.Tensor, depth: number, axis: number): tf.Tensor {
  const places = tf.tensor(Int32Array.from({ length: depth }, (_, i) => i), [depth, ...indices.shape.slice(axis).map(() => 1)], 'int32');
  return tf.equal(tf.expandDims(indices, axis), places);
}

function stridedSlice(x: tf.Tensor, ranges: StridedSliceAttrs['ranges']): tf.Tensor {
  const resolved = ranges.map((part, i) => resolveRange(part, x.shape[i] ?? 1));
  const turned = resolved.flatMap(({ step }, i) => (step < 0 ? [i] : []));
  const begin = resolved.map((part, i) => (part.step < 0 ? (x.shape[i] ?? 1) - 1 - part.begin : part.begin));
  return everyNth(reverse(x, turned), begin, resolved.map(({ step }) => Math.abs(step)), resolved.map(({ count }) => count));
}

function topK(x: tf.Tensor, k: number): [tf.Tensor, tf.Tensor] {
  const { values, indices } = tf.topk(x, k);
  return [isFollowed(x) ? gather(x, indices, x.rank - 1, x.rank - 1) : values, indices];
}

function searchSorted(sorted: tf.Tensor, values: tf.Tensor, side: 'left' | 'right'): tf.Tensor {
  if (sorted.size === 0) return tf.zeros(values.shape, 'int32');
  const places = tf.searchSorted(tf.reshape(sorted, [1, sorted.size]), tf.reshape(values, [1, values.size]), side);
  return tf.reshape(places, values.shape);
}

export const indexingKernels = {
  gather: ([x, indices], { axis, batchDims }) => gather(x, indices, axis, batchDims),
  gatherNd: ([x, indices], _attrs, context) => gatherNd(x, indices, resultSpec(context).shape),
  oneHot: ([indices], { depth, axis, dtype }) => {
    const isHot = oneHot(indices, depth, axis);
    return dtype === 'bool' ? isHot : tf.cast(isHot, dtype === 'float32' ? 'float32' : 'int32');
  },
  scatterNd: ([indices, updates], { shape }, context) => wrapIfByte(scatterNd(indices, updates, shape), resultSpec(context).dtype),
  searchSorted: ([sorted, values], { side }) => searchSorted(sorted, values, side),
  segmentSum: ([x, ids], { numSegments }, context) => {
    const { shape, dtype } = resultSpec(context);
    return wrapIfByte(x.size === 0 ? tf.zeros([...shape], x.dtype) : reshape(segmentSum(x, ids, numSegments), shape), dtype);
  },
  slice: ([x], { begin }, context) => slice(x, begin, resultSpec(context).shape),
  stridedSlice: ([x], { ranges }) => stridedSlice(x, ranges),
  topK: ([x], { k }) => topK(x, k),
} satisfies Partial<KernelTable>;
