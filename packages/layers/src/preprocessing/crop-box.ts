import { ops, type Shape, type Value, type ValueLike } from '@kedge/graph-core';
import { shapeOf } from '../layout/channels.js';
import { untilSizesAreKnown } from '../layout/open-sizes.js';

/** Rows and columns of a picture, or undefined where one is not known. */
export function pictureSize(shape: Shape): readonly [rows: number, columns: number] | undefined {
  const [, rows = null, columns = null] = shape;
  return rows === null || columns === null ? undefined : [rows, columns];
}

/** The middle of pictures, `[batch, ...size, channels]`. */
export function cropMiddle(x: ValueLike, [rows, columns]: readonly [number, number], [height, width]: readonly [number, number]): Value {
  const begin = [0, Math.floor((rows - height) / 2), Math.floor((columns - width) / 2), 0];
  return ops.slice(x, begin, [-1, height, width, -1]);
}

/** The largest part in the middle that has the proportions of a target. */
export function cropToProportions(x: ValueLike, target: readonly [number, number]): ValueLike {
  const size = pictureSize(shapeOf(x));
  if (size === undefined) return untilSizesAreKnown(x);
  const [rows, columns] = size;
  const height = Math.max(Math.min(rows, Math.trunc((columns * target[0]) / target[1])), 1);
  const width = Math.max(Math.min(columns, Math.trunc((rows * target[1]) / target[0])), 1);
  return cropMiddle(x, size, [height, width]);
}

/** The pictures with a border, so that they have the proportions of a target; as in Keras an odd cell is left off. */
export function padToProportions(x: ValueLike, target: readonly [number, number], value: number): ValueLike {
  const size = pictureSize(shapeOf(x));
  if (size === undefined) return untilSizesAreKnown(x);
  const [rows, columns] = size;
  const height = Math.max(rows, Math.trunc((columns * target[0]) / target[1]));
  const width = Math.max(columns, Math.trunc((rows * target[1]) / target[0]));
  const [above, left] = [Math.trunc((height - rows) / 2), Math.trunc((width - columns) / 2)];
  return ops.pad(x, [[0, 0], [above, above], [left, left], [0, 0]], { value });
}
