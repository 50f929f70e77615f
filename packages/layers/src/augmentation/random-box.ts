import { ops, tensor, type Value } from '@kedge/graph-core';
import type { DataFormat } from '../config/basic-fields.js';
import { fromChannelsLast } from '../layout/channels.js';
import type { BatchSize } from './random-picture-layer.js';

/** Where boxes begin and end along an axis: `[batch]`, in pixels. */
export type Extent = readonly [start: Value, end: Value];

/**
 * Places boxes along an axis.
 *
 * @param ratio Their share of the axis, `[batch]`.
 * @param size Of the axis, in pixels.
 * @param place Where they stand, `[batch]`: 0 at the beginning, 1 at the end.
 */
export function extent(ratio: Value, size: number, place: Value): Extent {
  const length = ops.multiply(ratio, size);
  const start = ops.multiply(place, ops.subtract(size, length));
  return [start, ops.add(start, length)];
}

/**
 * The pixels that lie in boxes.
 *
 * @returns bool, in the shape of the pictures and their order of axes.
 */
export function boxMask({ rows, columns, channels }: BatchSize, [left, right]: Extent, [top, bottom]: Extent, dataFormat: DataFormat): Value {
  const within = (size: number, shape: readonly number[], [start, end]: Extent): Value => {
    const places = tensor(Array.from({ length: size }, (_, i) => i), shape);
    return ops.logicalAnd(ops.greaterEqual(places, ops.reshape(start, [-1, 1, 1, 1])), ops.less(places, ops.reshape(end, [-1, 1, 1, 1])));
  };
  const mask = ops.logicalAnd(within(columns, [1, 1, columns, 1], [left, right]), within(rows, [1, rows, 1, 1], [top, bottom]));
  return fromChannelsLast(ops.tile(mask, [1, 1, 1, channels]), dataFormat);
}
