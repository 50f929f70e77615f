import * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from '@kedge/graph-core';
import { differentiable } from '../recording.js';
import { sumTo, toBool } from './arithmetic.js';
import { copyBox, copyRepeated, copySlice } from './copy.js';

const NOTHING = (): Record<never, never> => ({});

/** The same elements in another shape. */
export function reshape(x: tf.Tensor, shape: readonly number[]): tf.Tensor {
  return differentiable([x], () => tf.reshape(x, [...shape]), NOTHING, (dy) => [() => tf.reshape(dy, x.shape)]);
}

/** Axes in another order. */
export function transpose(x: tf.Tensor, axes: readonly number[]): tf.Tensor {
  if (axes.every((axis, i) => axis === i)) return x;
  const inverse = axes.map((_, i) => axes.indexOf(i));
  return differentiable([x], () => tf.transpose(x, [...axes]), NOTHING, (dy) => [() => tf.transpose(dy, inverse)]);
}

/** A box cut out of a tensor. */
export function slice(x: tf.Tensor, begin: readonly number[], size: readonly number[]): tf.Tensor {
  if (size.every((count, i) => count === x.shape[i])) return x;
  const around = begin.map((from, i): [number, number] => [from, (x.shape[i] ?? 0) - from - (size[i] ?? 0)]);
  return differentiable([x], () => copySlice(x, begin, size), NOTHING, (dy) => [() => tf.pad(dy, around)]);
}

/** A box cut out of one axis. */
export function sliceAxis(x: tf.Tensor, axis: number, begin: number, size: number): tf.Tensor {
  return slice(x, x.shape.map((_, i) => (i === axis ? begin : 0)), x.shape.map((dim, i) => (i === axis ? size : dim)));
}

/** Cells of one value around a tensor. */
export function pad(x: tf.Tensor, widths: readonly (readonly [number, number])[], value = 0): tf.Tensor {
  if (widths.every(([before, after]) => before === 0 && after === 0)) return x;
  const begin = widths.map(([before]) => before);
  const around = widths.map(([before, after]): [number, number] => [before, after]);
  return differentiable([x], () => tf.pad(x, around, value), NOTHING, (dy) => [() => copySlice(dy, begin, x.shape)]);
}

/** Tensors joined along an axis; those without elements are left out. */
export function concat(xs: readonly tf.Tensor[], axis: number): tf.Tensor {
  const parts = xs.filter(({ size }) => size > 0);
  const [first = xs[0]] = parts;
  if (first === undefined || parts.length <= 1) return first as tf.Tensor;
  const sizes = parts.map(({ shape }) => shape[axis] ?? 0);
  const starts = sizes.map((_, i) => sizes.slice(0, i).reduce((sum, size) => sum + size, 0));
  return differentiable(parts, () => tf.concat(parts, axis), NOTHING, (dy) =>
    parts.map((part, i) => () => copySlice(dy, part.shape.map((_, d) => (d === axis ? (starts[i] ?? 0) : 0)), part.shape)),
  );
}

/** The order along axes turned around. */
export function reverse(x: tf.Tensor, axes: readonly number[]): tf.Tensor {
  if (axes.length === 0) return x;
  // tfjs's wasm kernel takes booleans for four bytes each and writes beyond its memory.
  if (x.dtype === 'bool') return toBool(tf.reverse(tf.cast(x, 'int32'), [...axes]));
  return differentiable([x], () => tf.reverse(x, [...axes]), NOTHING, (dy) => [() => tf.reverse(dy, [...axes])]);
}

/** {@link broadcastTo} without a gradient. tfjs's own goes element by element on wasm. */
export function repeatTo(x: tf.Tensor, shape: readonly number[]): tf.Tensor {
  const aligned = tf.reshape(x, [...shape.slice(x.rank).map(() => 1), ...x.shape]);
  if (x.dtype !== 'bool') return tf.mul(aligned, tf.ones([...shape], x.dtype));
  return toBool(repeatTo(tf.cast(x, 'int32'), shape));
}

/** Dimensions of size 1, and missing ones in front, repeated. */
export function broadcastTo(x: tf.Tensor, shape: readonly number[]): tf.Tensor {
  return differentiable([x], () => repeatTo(x, shape), NOTHING, (dy) => [() => sumTo(dy, x.shape)]);
}

function tileAxis(x: tf.Tensor, count: number, axis: number): tf.Tensor {
  const [before, after] = [sizeOf(x.shape.slice(0, axis)), sizeOf(x.shape.slice(axis))];
  return tf.reshape(copyRepeated(tf.reshape(x, [before, 1, after]), count), x.shape.map((dim, i) => (i === axis ? dim * count : dim)));
}

/** The whole tensor repeated along each dimension. */
export function tile(x: tf.Tensor, repeats: readonly number[]): tf.Tensor {
  const split = x.shape.flatMap((dim, i) => [repeats[i] ?? 1, dim]);
  const copies = x.shape.map((_, i) => 2 * i);
  return differentiable([x], () => repeats.reduce(tileAxis, x), NOTHING, (dy) => [() => tf.sum(tf.reshape(dy, split), copies)]);
}

/** Every `step`-th cell of one axis, with zeros between: `(n - 1) * step + 1` cells. */
export function spreadAxis(x: tf.Tensor, axis: number, step: number): tf.Tensor {
  const cells = x.shape[axis] ?? 1;
  if (step === 1 || cells === 1) return x;
  const [before, after] = [sizeOf(x.shape.slice(0, axis)), sizeOf(x.shape.slice(axis + 1))];
  const padded = tf.pad(tf.reshape(x, [before * cells, 1, after]), [[0, 0], [0, step - 1], [0, 0]]);
  const cut = copySlice(tf.reshape(padded, [before, cells * step, after]), [0, 0, 0], [before, (cells - 1) * step + 1, after]);
  return tf.reshape(cut, x.shape.map((dim, i) => (i === axis ? (cells - 1) * step + 1 : dim)));
}

/** Cells added (or, where negative, cut off) before and after each axis. */
export function padOrCut(x: tf.Tensor, widths: readonly (readonly [number, number])[]): tf.Tensor {
  const begin = widths.map(([before]) => Math.max(-before, 0));
  const size = x.shape.map((dim, i) => dim - (begin[i] ?? 0) - Math.max(-(widths[i]?.[1] ?? 0), 0));
  const cut = size.every((count, i) => count === x.shape[i]) ? x : copySlice(x, begin, size);
  const around = widths.map(([before, after]): [number, number] => [Math.max(before, 0), Math.max(after, 0)]);
  return around.every(([before, after]) => before === 0 && after === 0) ? cut : tf.pad(cut, around);
}

/** `count` cells of each axis, `steps` apart, from `begin` on; steps are positive. */
export function everyNth(x: tf.Tensor, begin: readonly number[], steps: readonly number[], counts: readonly number[]): tf.Tensor {
  if (steps.every((step, i) => step === 1 || counts[i] === 1)) return slice(x, begin, counts);
  const around = begin.map((from, i): [number, number] => [from, (x.shape[i] ?? 0) - from - ((counts[i] ?? 1) - 1) * (steps[i] ?? 1) - 1]);
  return differentiable([x], () => copyBox(x, { begin, steps, counts }), NOTHING, (dy) => [
    () => tf.pad(steps.reduce((spread, step, axis) => spreadAxis(spread, axis, step), dy), around),
  ]);
}
