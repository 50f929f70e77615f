import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import { shapeOf } from './channels.js';

/** Each slice along an axis, `times` in a row. Shape: `x` with the axis `times` as long. */
export function repeat(x: ValueLike, times: number, axis: number): Value {
  const shape = shapeOf(x);
  const wide = ops.expandDims(x, axis + 1);
  const repeated = ops.tile(wide, wide.shape.map((_, i) => (i === axis + 1 ? times : 1)));
  const dim = shape[axis] ?? null;
  return ops.reshape(repeated, shape.map((size, i) => (i === axis ? dim && dim * times : size)));
}
