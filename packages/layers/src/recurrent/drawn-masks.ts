import { ops, type Shape, type Tensor, type Value, type ValueLike } from '@kedge/graph-core';
import { drop } from '../regularization/drop.js';

/** The dropout of one call of a cell: the same elements at every step. */
export interface DrawnMasks {
  readonly input: Value | undefined;
  readonly recurrent: Value | undefined;
}

/** What a cell says of its dropout. */
interface Rates {
  readonly dropout: number;
  readonly recurrentDropout: number;
}

/**
 * Draws the dropout of one call.
 *
 * @param step Shape of the input of one step.
 * @param state Shape of the state that goes into the next step.
 */
export function drawMasks({ dropout, recurrentDropout }: Rates, step: Shape, state: Shape, training: boolean, nextSeed: () => Tensor): DrawnMasks {
  const draw = (rate: number, shape: Shape): Value | undefined => (training && rate > 0 ? drop(ops.ones(shape), rate, shape, nextSeed()) : undefined);
  return { input: draw(dropout, step), recurrent: draw(recurrentDropout, state) };
}

/** The operand without what was dropped. */
export function masked(x: ValueLike, mask: Value | undefined): ValueLike {
  return mask === undefined ? x : ops.multiply(x, mask);
}
