import { ops, tensor, type Value, type ValueLike } from '@kedge/graph-core';
import { shapeOf } from '../layout/channels.js';
import { pictureSize } from '../preprocessing/crop-box.js';

/** What stands outside of a picture: a constant, its mirror image, itself over and over, or its edge. */
export type FillMode = 'constant' | 'reflect' | 'wrap' | 'nearest';

/** How pixels are read between their centres, and outside. */
export interface Sampling {
  readonly interpolation: 'nearest' | 'bilinear';
  readonly fillMode: FillMode;
  readonly fillValue: number;
}

/**
 * Pictures whose pixels are read at other places.
 *
 * @param pictures `[batch, rows, columns, channels]`, sizes known.
 * @param transforms `[batch, 6]` or `[batch, 8]`: a pixel at column x and row y takes what was at column
 * `(t0 x + t1 y + t2) / k` and row `(t3 x + t4 y + t5) / k`, where k is 1 or `t6 x + t7 y + 1`.
 *
 * Shape: that of `pictures`. Follows `ImageProjectiveTransformV3` of TensorFlow.
 */
export function affineTransform(pictures: ValueLike, transforms: ValueLike, sampling: Sampling): Value {
  const [rows, columns] = pictureSize(shapeOf(pictures)) ?? [0, 0];
  const places = Array.from({ length: rows * columns }, (_, i) => [i % columns, Math.floor(i / columns)] as const);
  const x = tensor(places.map(([column]) => column), [1, places.length]);
  const y = tensor(places.map(([, row]) => row), [1, places.length]);
  const t = ops.split(transforms, shapeOf(transforms)[1] === 8 ? 8 : 6, 1);
  const at = (first: number): Value => {
    const [a = 0, b = 0, c = first === 6 ? 1 : 0] = t.slice(first, first + 3);
    return ops.add(ops.add(ops.multiply(a, x), ops.multiply(b, y)), c);
  };
  const depth = t.length === 8 ? at(6) : undefined;
  const seen = (place: Value): Value => (depth === undefined ? place : ops.divide(place, depth));
  return sample(pictures, inside(seen(at(0)), columns, sampling.fillMode), inside(seen(at(3)), rows, sampling.fillMode), sampling);
}

/** Coordinates led back into a picture; a constant outside needs none of that, and is the same everywhere. */
function inside(at: Value, size: number, fillMode: FillMode): Value {
  const last = size - 1;
  if (fillMode === 'constant') return ops.clip(at, -2, size + 1);
  if (fillMode === 'nearest' || size === 1) return ops.clip(at, 0, last);
  if (fillMode === 'wrap') return wrapped(at, size);
  // The mirror stands half a pixel outside: the edge counts twice.
  const turned = ops.mod(ops.add(at, 0.5), 2 * size);
  return ops.clip(ops.subtract(ops.where(ops.less(turned, size), turned, ops.subtract(2 * size, turned)), 0.5), 0, last);
}

/** TensorFlow moves by whole pictures, but counts them by the distance of the outer pixels, which is one less. */
function wrapped(at: Value, size: number): Value {
  const last = size - 1;
  const times = ops.floor(ops.divide(ops.abs(at), last));
  const before = ops.add(at, ops.multiply(ops.add(times, 1), size));
  const behind = ops.subtract(at, ops.multiply(times, size));
  return ops.clip(ops.where(ops.less(at, 0), before, ops.where(ops.greater(at, last), behind, at)), 0, last);
}

/** Reads pixels at columns `x` and rows `y`, both `[batch, places]`. */
function sample(pictures: ValueLike, x: Value, y: Value, { interpolation, fillValue }: Sampling): Value {
  const shape = shapeOf(pictures);
  const [rows, columns] = pictureSize(shape) ?? [0, 0];
  const pixels = ops.reshape(pictures, [shape[0] ?? null, rows * columns, shape[3] ?? null]);
  const read = (column: Value, row: Value): Value => {
    const isThere = [ops.greaterEqual(column, 0), ops.lessEqual(column, columns - 1), ops.greaterEqual(row, 0), ops.lessEqual(row, rows - 1)].reduce((a, b) => ops.logicalAnd(a, b));
    const index = ops.add(ops.multiply(ops.clip(row, 0, rows - 1), columns), ops.clip(column, 0, columns - 1));
    return ops.where(ops.expandDims(isThere, -1), ops.gather(pixels, ops.cast(index, 'int32'), 1, 1), fillValue);
  };
  const result = interpolation === 'nearest' ? read(ops.floor(ops.add(x, 0.5)), ops.floor(ops.add(y, 0.5))) : mix(read, x, y);
  return ops.reshape(result, shape);
}

/**
 * The four pixels around each place, each weighted by its nearness.
 *
 * @param read The pixels at whole columns and rows.
 * @param x Columns, `[batch, places]`.
 * @param y Rows, `[batch, places]`.
 */
export function mix(read: (column: Value, row: Value) => Value, x: Value, y: Value): Value {
  const [left, top] = [ops.floor(x), ops.floor(y)];
  const [right, bottom] = [ops.add(left, 1), ops.add(top, 1)];
  const [fromLeft, fromTop] = [ops.expandDims(ops.subtract(x, left), -1), ops.expandDims(ops.subtract(y, top), -1)];
  const between = (a: Value, b: Value, share: Value): Value => ops.add(ops.multiply(a, ops.subtract(1, share)), ops.multiply(b, share));
  return between(between(read(left, top), read(right, top), fromLeft), between(read(left, bottom), read(right, bottom), fromLeft), fromTop);
}
