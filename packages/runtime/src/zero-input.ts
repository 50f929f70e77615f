import { zeros, type Tensor } from '@kedge/graph-core';
import type { Endpoint } from './match-inputs.js';

/** A batch of one example of zeros, or nothing when a size is not known. */
export function zeroInput(inputs: readonly Endpoint[]): Tensor[] | undefined {
  const shapes = inputs.map(({ shape }) => shape.map((dim, axis) => (axis === 0 ? (dim ?? 1) : dim)));
  const isKnown = (shape: readonly (number | null)[]): shape is number[] => shape.every((dim) => dim !== null);
  const values = shapes.flatMap((shape, i) => {
    const dtype = inputs[i]?.dtype ?? 'float32';
    return isKnown(shape) && dtype !== 'string' ? [zeros(shape, dtype)] : [];
  });
  return values.length === inputs.length ? values : undefined;
}
