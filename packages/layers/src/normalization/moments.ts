import { ops, type Shape, type Value, type ValueLike } from '@kedge/graph-core';

/** An operand with its mean along axes taken off, and the variance that is left. */
export interface Centered {
  readonly centered: Value;
  /** Size 1 along the axes. */
  readonly variance: Value;
}

/** Takes the mean along axes off. */
export function center(x: ValueLike, axes: readonly number[]): Centered {
  const centered = ops.subtract(x, ops.mean(x, axes, true));
  return { centered, variance: ops.mean(ops.square(centered), axes, true) };
}

/**
 * A parameter over some axes, ready to be combined with an operand of `shape`.
 *
 * @param axes Those of the parameter, counted from the front.
 */
export function spreadOver(parameter: ValueLike, axes: readonly number[], shape: Shape): ValueLike {
  if (axes.length === 1 && axes[0] === shape.length - 1) return parameter;
  return ops.reshape(parameter, shape.map((dim, i) => (axes.includes(i) ? dim : 1)));
}
