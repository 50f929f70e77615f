import { normalizeAxis } from '../shape.js';
import { isTensor } from '../tensor.js';
import type { Value, ValueLike } from '../value.js';
import { greater, less, logicalAnd, subtract } from './binary.js';
import { cast } from './cast.js';
import { identity, isFinite, negative } from './elementwise.js';
import { gather, searchSorted, topK } from './indexing.js';
import { tensor } from '../tensor.js';
import { op } from './op.js';
import { asFloat, asType, dtypeOf, shapeOf } from './operands.js';
import { knownDim, ravel } from './rearranging.js';
import { sum } from './reduction.js';
import { expandDims, moveaxis, squeeze } from './reshaping.js';

/** Numbers in the opposite order: whole ones are turned over so that the smallest has a counterpart. */
const turned = (x: ValueLike): Value => (dtypeOf(x) === 'float32' ? negative(x) : subtract(-1, asType(x, 'int32')));

/** Applies a function to vectors along an axis, or to all elements in a row. */
function alongAxis(x: ValueLike, axis: number | null, name: string, apply: (rows: Value, size: number) => Value): Value {
  if (axis === null) return alongAxis(ravel(x), 0, name, apply);
  const at = normalizeAxis(axis, shapeOf(x).length, name);
  const rows = moveaxis(x, at, -1);
  return moveaxis(apply(rows, knownDim(rows.shape, rows.shape.length - 1, name)), -1, at);
}

/** Elements in ascending order along an axis, or all of them. Shape: that of `x`, or a vector. */
export const sort = op('sort', (x: ValueLike, axis: number | null = -1): Value =>
  alongAxis(x, axis, 'sort', (rows, size) => {
    if (size === 0) return rows;
    const [descending = rows] = topK(turned(rows), size);
    const sorted = turned(descending);
    return sorted.dtype === rows.dtype ? sorted : cast(sorted, rows.dtype);
  }),
  'numpy.sort(x, axis*)',
);

/** Indices that sort along an axis, or all elements; equals keep their order. Shape: that of `x`, or a vector. */
export const argsort = op('argsort', (x: ValueLike, axis: number | null = -1): Value =>
  alongAxis(x, axis, 'argsort', (rows, size) => (size === 0 ? cast(rows, 'int32') : (topK(turned(rows), size)[1] ?? rows))),
  'numpy.argsort(x, axis*)',
);

/** Number of bins whose border each element has reached. Shape: that of `x`, as `int32`. */
export const digitize = op('digitize', (x: ValueLike, bins: ValueLike | readonly number[]): Value =>
  searchSorted(isTensor(bins) || !Array.isArray(bins) ? (bins as ValueLike) : tensor(bins as readonly number[], [bins.length]), x, 'right'),
  'numpy.digitize(x, bins)',
);

/** Whether fewer than `k` predictions of a row are above that of the target. Shape: that of `targets`. */
export const inTopK = op('inTopK', (targets: ValueLike, predictions: ValueLike, k: number): Value => {
  const values = asFloat(predictions);
  const own = gather(values, expandDims(targets, -1), -1, shapeOf(targets).length);
  const above = sum(cast(greater(values, own), 'int32'), -1);
  return logicalAnd(less(above, k), isFinite(squeeze(own, -1)));
}, 'math.in_top_k(targets, predictions, k*)');

/** Elements picked along an axis, for each place by an index of its own. Shape: that of `indices`. */
export const takeAlongAxis = op('takeAlongAxis', (x: ValueLike, indices: ValueLike, axis: number | null = null): Value => {
  if (axis === null) return gather(ravel(x), indices, 0);
  const rank = shapeOf(x).length;
  const at = normalizeAxis(axis, rank, 'takeAlongAxis');
  const [rows, places] = [moveaxis(x, at, -1), moveaxis(identity(indices), at, -1)];
  return moveaxis(gather(rows, places, rank - 1, rank - 1), -1, at);
}, 'numpy.take_along_axis(x, indices, axis*)');
