import * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from '@kedge/graph-core';
import { isOnHost, numbersLike, numbersOf, type Numbers } from './host.js';

// Copies of parts of tensors. tfjs's wasm kernels for them go element by element and are 10 to 100 times slower than a copy
// row by row on the host, take every type for floats in one case, and write beyond their memory in another.

/** Rows shorter than this are copied number by number. */
const SHORT_ROW = 16;

function copyRow(from: Numbers, start: number, to: Numbers, at: number, length: number): void {
  if (length >= SHORT_ROW) to.set(from.subarray(start, start + length), at);
  else for (let i = 0; i < length; i++) to[at + i] = from[start + i] ?? 0;
}

/** A regular choice of cells: `count` of them along each axis, `step` apart, from `begin` on. */
export interface Box {
  readonly begin: readonly number[];
  readonly steps: readonly number[];
  readonly counts: readonly number[];
}

/** Where each of the rows that a box consists of begins; a row is what lies together. */
function rowStarts(shape: readonly number[], { begin, steps, counts }: Box, axes: number, offset: number): Int32Array {
  let starts = Int32Array.of(offset);
  for (let axis = 0; axis < axes; axis++) {
    const [stride, count] = [sizeOf(shape.slice(axis + 1)), counts[axis] ?? 1];
    const [first, step] = [(begin[axis] ?? 0) * stride, (steps[axis] ?? 1) * stride];
    const next = new Int32Array(starts.length * count);
    starts.forEach((start, i) => {
      for (let j = 0; j < count; j++) next[i * count + j] = start + first + j * step;
    });
    starts = next;
  }
  return starts;
}

function boxOnHost(x: tf.Tensor, box: Box): tf.Tensor {
  const { begin, steps, counts } = box;
  const { shape } = x;
  const last = counts.findLastIndex((count, i) => count !== shape[i] || steps[i] !== 1);
  // Neighbouring cells of the last axis that is cut lie together too.
  const isTogether = last >= 0 && (steps[last] === 1 || counts[last] === 1);
  const inner = sizeOf(shape.slice(last + 1));
  const length = isTogether ? inner * (counts[last] ?? 1) : inner;
  const starts = rowStarts(shape, box, isTogether ? last : last + 1, isTogether ? (begin[last] ?? 0) * inner : 0);
  const [from, to] = [numbersOf(x), numbersLike(x, starts.length * length)];
  starts.forEach((start, i) => copyRow(from, start, to, i * length, length));
  return tf.tensor(to, [...counts], x.dtype);
}

/** The cells of a box; steps are positive. */
export function copyBox(x: tf.Tensor, box: Box): tf.Tensor {
  const { begin, steps, counts } = box;
  if (isOnHost() && x.dtype !== 'string') return boxOnHost(x, box);
  const end = begin.map((from, i) => from + ((counts[i] ?? 1) - 1) * (steps[i] ?? 1) + 1);
  return tf.stridedSlice(x, [...begin], end, [...steps]);
}

/** A box of neighbouring cells. */
export function copySlice(x: tf.Tensor, begin: readonly number[], size: readonly number[]): tf.Tensor {
  return copyBox(x, { begin, steps: begin.map(() => 1), counts: size });
}

/** Rows of a table, by numbers that lie within it. */
export function copyRows(table: tf.Tensor, ids: tf.Tensor): tf.Tensor {
  if (!isOnHost()) return tf.gather(table, ids);
  const width = table.shape[1] ?? 1;
  const to = numbersLike(table, ids.size * width);
  const [from, numbers] = [numbersOf(table), numbersOf(ids)];
  numbers.forEach((id, i) => copyRow(from, id * width, to, i * width, width));
  return tf.tensor(to, [ids.size, width], table.dtype);
}

/** The order along the first axis turned around. */
export function copyTurned(x: tf.Tensor): tf.Tensor {
  const count = x.shape[0] ?? 1;
  if (count === 1) return x;
  const ids = tf.tensor1d(Int32Array.from({ length: count }, (_, i) => count - 1 - i), 'int32');
  return tf.reshape(copyRows(tf.reshape(x, [count, x.size / count]), ids), x.shape);
}

/**
 * Repeats an axis of one cell, or the whole of a tensor along an axis.
 *
 * @param x `[before, 1, after]`.
 * @returns `[before, count, after]`.
 */
export function copyRepeated(x: tf.Tensor, count: number): tf.Tensor {
  if (count === 1) return x;
  if (x.dtype === 'bool') return tf.notEqual(copyRepeated(tf.cast(x, 'int32'), count), tf.scalar(0, 'int32'));
  return tf.mul(x, tf.ones([1, count, 1], x.dtype));
}
