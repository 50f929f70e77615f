import { ops, type Shape, type Tensor, type Value, type ValueLike } from '@kedge/graph-core';

/**
 * Sets a share of the elements to zero and scales up the rest, so that the expected sum stays the same.
 *
 * @param rate Share that is dropped, from 0 to 1.
 * @param noiseShape Of the random choice; broadcast over `x`.
 * @param seed Two int32 numbers.
 *
 * Shape: that of `x`.
 */
export function drop(x: ValueLike, rate: number, noiseShape: Shape, seed: Tensor): Value {
  if (rate === 1) return ops.zerosLike(x);
  const isKept = ops.greaterEqual(ops.randomUniform(noiseShape, seed), rate);
  return ops.multiply(x, ops.multiply(ops.cast(isKept, 'float32'), 1 / (1 - rate)));
}
