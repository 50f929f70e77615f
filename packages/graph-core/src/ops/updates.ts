import { InvalidArgumentError, ShapeMismatchError } from '../errors.js';
import { formatShape, type Dim } from '../shape.js';
import { isTensor, sizeOf, tensor } from '../tensor.js';
import type { Value, ValueLike } from '../value.js';
import { add, equal, greater, maximum, minimum, multiply, notEqual, where } from './binary.js';
import { cast } from './cast.js';
import { arange, full, ones, zerosLike } from './creation.js';
import { segmentSum, take } from './indexing.js';
import { op } from './op.js';
import { asType, dtypeOf, shapeOf } from './operands.js';
import { knownDim } from './rearranging.js';
import { max, min, prod, sum } from './reduction.js';
import { concatenate, expandDims, pad, reshape, split } from './reshaping.js';
import { argsort } from './sorting.js';

const LARGEST: Readonly<Record<string, number>> = { float32: 3.4028234663852886e38, int32: 2147483647, uint8: 255 };
const SMALLEST: Readonly<Record<string, number>> = { float32: -3.4028234663852886e38, int32: -2147483648, uint8: 0 };

/** Reduces the rows of each segment; others count as a number that changes nothing. */
function segments(x: ValueLike, ids: ValueLike, count: number, neutral: number, reduce: (x: ValueLike, axis: number) => Value): Value {
  const shape = shapeOf(x);
  const belongs = equal(expandDims(asType(ids, 'int32'), 1), arange(0, count));
  const spread = reshape(belongs, [shape[0] ?? null, count, ...shape.slice(1).map(() => 1)]);
  const dtype = dtypeOf(x);
  const result = reduce(where(spread, expandDims(x, 1), full([], neutral, dtype === 'string' ? 'float32' : dtype)), 0);
  return result.dtype === dtype ? result : cast(result, dtype);
}

/** Largest of the rows that share an id; the smallest number where there are none. Shape: `[numSegments, ...x.shape[1:]]`. */
export const segmentMax = op('segmentMax', (x: ValueLike, ids: ValueLike, numSegments: number): Value =>
  segments(x, ids, numSegments, SMALLEST[dtypeOf(x)] ?? 0, max),
  'math.segment_max(data, segment_ids, num_segments*, sorted*~)',
);

/** Smallest of the rows that share an id; the largest number where there are none. Shape: `[numSegments, ...x.shape[1:]]`. */
export const segmentMin = op('segmentMin', (x: ValueLike, ids: ValueLike, numSegments: number): Value =>
  segments(x, ids, numSegments, LARGEST[dtypeOf(x)] ?? 1, min),
  'math.segment_min(data, segment_ids, num_segments*, sorted*~)',
);

/** Product of the rows that share an id; 1 where there are none. Shape: `[numSegments, ...x.shape[1:]]`. */
export const segmentProd = op('segmentProd', (x: ValueLike, ids: ValueLike, numSegments: number): Value =>
  segments(x, ids, numSegments, 1, prod),
  'math.segment_prod(data, segment_ids, num_segments*, sorted*~)',
);

/** The cells of the first dimensions in a row: what coordinates count. */
function rowsOf(shape: readonly Dim[], depth: number, where: string): { readonly sizes: readonly number[]; readonly cells: number } {
  const sizes = Array.from({ length: depth }, (_, i) => knownDim(shape, i, where));
  return { sizes, cells: sizeOf(sizes) };
}

/** What is done where there is something already. */
export type ScatterReduction = 'add' | 'max' | 'min' | 'mul' | null;

/** The last of the updates of each cell, and whether there are any. */
function lastUpdates(ids: Value, updates: Value, cells: number): { readonly values: Value; readonly isTouched: Value } {
  const order = argsort(ids);
  const sorted = take(ids, order, 0);
  const isLast = concatenate([notEqual(split(sorted, [1])[1] as Value, split(sorted, [-1])[0] as Value), full([1], 1, 'bool')], 0);
  const spread = reshape(isLast, [isLast.shape[0] ?? null, ...updates.shape.slice(1).map(() => 1)]);
  const kept = where(spread, take(updates, order, 0), zerosLike(updates));
  const isTouched = greater(segmentSum(cast(isLast, 'int32'), sorted, cells), 0);
  return { values: segmentSum(kept, sorted, cells), isTouched };
}

/**
 * A tensor with elements or slices replaced, or added to and the like, at coordinates.
 *
 * @param indices `[..., depth]`; where several updates meet, the last one counts.
 * @param updates `[..., ...inputs.shape[depth:]]`.
 *
 * Shape: that of `inputs`.
 */
export const scatterUpdate = op('scatterUpdate', (inputs: ValueLike, indices: ValueLike, updates: ValueLike, reduction: ScatterReduction = null): Value => {
  const shape = shapeOf(inputs);
  const depth = knownDim(shapeOf(indices), shapeOf(indices).length - 1, 'scatterUpdate');
  const { sizes, cells } = rowsOf(shape, depth, 'scatterUpdate');
  const rest = shape.slice(depth);
  const dtype = dtypeOf(inputs);
  const work = dtype === 'bool' ? 'int32' : dtype;
  const strides = sizes.map((_, i) => sizeOf(sizes.slice(i + 1)));
  const ids = reshape(sum(multiply(asType(indices, 'int32'), tensor(strides, [depth], 'int32')), -1), [-1]);
  const rows = reshape(asType(inputs, work), [cells, ...rest]);
  const news = reshape(asType(updates, work), [-1, ...rest]);
  const result = reshape(combine(rows, ids, news, reduction, cells), shape);
  return result.dtype === dtype ? result : cast(result, dtype);
}, 'core.scatter_update(inputs, indices, updates, reduction*)');

function combine(rows: Value, ids: Value, news: Value, reduction: ScatterReduction, cells: number): Value {
  if (reduction === 'add') return add(rows, segmentSum(news, ids, cells));
  if (reduction === 'mul') return multiply(rows, segmentProd(news, ids, cells));
  if (reduction === 'max') return maximum(rows, segmentMax(news, ids, cells));
  if (reduction === 'min') return minimum(rows, segmentMin(news, ids, cells));
  if (reduction !== null) throw new InvalidArgumentError(`scatterUpdate: expected reduction 'add', 'max', 'min', 'mul' or null, got ${JSON.stringify(reduction)}.`);
  const { values, isTouched } = lastUpdates(ids, news, cells);
  return where(reshape(isTouched, [cells, ...rows.shape.slice(1).map(() => 1)]), values, rows);
}

/** A tensor with a box replaced. Shape: that of `inputs`. */
export const sliceUpdate = op('sliceUpdate', (inputs: ValueLike, startIndices: readonly number[] | ValueLike, updates: ValueLike): Value => {
  const starts = isTensor(startIndices) ? Array.from(startIndices.data as ArrayLike<number>) : startIndices;
  if (!Array.isArray(starts)) throw new InvalidArgumentError('sliceUpdate: expected starts that are numbers, not tensors of a graph.');
  const shape = shapeOf(inputs);
  const widths = shape.map((_, i): readonly [number, number] => {
    const from = Number(starts[i] ?? 0);
    return [from, knownDim(shape, i, 'sliceUpdate') - from - knownDim(shapeOf(updates), i, 'sliceUpdate')];
  });
  if (widths.some(([from, left]) => from < 0 || left < 0)) {
    throw new ShapeMismatchError(`sliceUpdate: a box of shape ${formatShape(shapeOf(updates))} from [${starts.join(', ')}] does not lie in ${formatShape(shape)}.`);
  }
  const dtype = dtypeOf(inputs);
  const news = dtype === 'bool' ? asType(asType(updates, dtype), 'int32') : asType(updates, dtype);
  const isNew = pad(ones(shapeOf(updates), 'int32'), widths);
  const result = where(isNew, pad(news, widths), dtype === 'bool' ? asType(inputs, 'int32') : inputs);
  return dtype === 'bool' ? cast(result, 'bool') : result;
}, 'core.slice_update(inputs, start_indices, updates)');
