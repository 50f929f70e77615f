import { formatShape, ops, ShapeMismatchError, type Value, type ValueLike } from '@kedge/graph-core';
import type { Border } from '../config/window-fields.js';
import { shapeOf } from './channels.js';
import type { Named } from './input-rank.js';

/**
 * Cuts cells off the borders.
 *
 * @param borders Cells before and after each axis.
 * @throws {ShapeMismatchError} when nothing would be left; the message names the layer.
 */
export function crop(layer: Named, x: ValueLike, borders: readonly Border[]): Value {
  const shape = shapeOf(x);
  shape.forEach((dim, i) => {
    const [before, after] = borders[i] ?? [0, 0];
    if (dim !== null && before + after > 0 && before + after >= dim) {
      throw new ShapeMismatchError(`${layer.className} '${layer.name}': expected to cut less than the ${dim} cells of axis ${i} of ${formatShape(shape)}, got ${before} and ${after}.`);
    }
  });
  return ops.stridedSlice(x, borders.map(([before, after]) => ({ begin: before === 0 ? null : before, end: after === 0 ? null : -after, step: 1 })));
}
