import { ops, type Value, type ValueLike } from '@kedge/graph-core';

/**
 * Vectors along axes, scaled to length 1.
 *
 * @param epsilon Vectors shorter than this are scaled by its inverse, so that zeros stay zeros.
 *
 * Shape: that of `x`.
 */
export function unitLength(x: ValueLike, axes: number | readonly number[], epsilon: number): Value {
  const inverse = ops.rsqrt(ops.sum(ops.square(x), axes, true));
  return ops.multiply(x, ops.minimum(inverse, 1 / epsilon));
}
