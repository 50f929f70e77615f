import { formatShape, ops, ShapeMismatchError, tensor, type Value, type ValueLike } from '@kedge/graph-core';
import { shapeOf } from '../layout/channels.js';
import { Constraint } from './constraint.js';

/**
 * The same number all around each ring of a kernel's window. Keras 2 has it, Keras 3 no more.
 *
 * As in Keras the number of the inner ring stands before the middle of the diagonal, and those of the others behind it.
 */
export class RadialConstraint extends Constraint<Record<never, never>> {
  static readonly className = 'RadialConstraint';
  static readonly fields = {};

  override call(weight: ValueLike): Value {
    const shape = shapeOf(weight);
    const [size = null] = shape;
    if (shape.length !== 4 || size === null || size < 2 || shape[1] !== size) throw new ShapeMismatchError(`RadialConstraint: expected a weight of a square window from 2 by 2, [size, size, channels, filters], got ${formatShape(shape)}.`);
    const flat = ops.reshape(weight, [size * size, -1]);
    const sources = Array.from({ length: size * size }, (_, i) => source(size, Math.floor(i / size), i % size) * (size + 1));
    return ops.reshape(ops.take(flat, tensor(sources, [sources.length], 'int32'), 0), shape);
  }
}

/** The place on the diagonal whose number a cell takes. */
function source(size: number, row: number, column: number): number {
  const middle = (size - 1) / 2;
  const ring = Math.floor(Math.max(Math.abs(row - middle), Math.abs(column - middle)));
  const start = Math.floor(size / 2);
  return ring === 0 ? start - 1 : start + ring - (size % 2);
}
