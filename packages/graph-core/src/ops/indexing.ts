import type { DType } from '../dtype.js';
import { DTypeMismatchError, InvalidArgumentError, ShapeMismatchError } from '../errors.js';
import { areCompatible, expectShape, formatShape, isSize, normalizeAxis, type Dim, type Shape } from '../shape.js';
import type { TensorSpec, Value, ValueLike } from '../value.js';
import { cast } from './cast.js';
import { op } from './op.js';
import { asType, dtypeOf, expectDType, shapeOf } from './operands.js';
import { callForOne, callPrimitive, definePrimitive } from './primitive.js';
import { reshapePrimitive } from './reshaping.js';

const INDEX: readonly DType[] = ['int32'];
const ADDABLE: readonly DType[] = ['float32', 'int32', 'uint8'];
const ORDERED: readonly DType[] = ['float32', 'int32'];

const asIndices = (x: ValueLike): ValueLike => asType(x, 'int32');

export interface SliceAttrs {
  /** First cell of each dimension, from 0. */
  readonly begin: readonly number[];
  /** Cells of each dimension; -1 for all that are left. */
  readonly size: readonly number[];
}

export const slicePrimitive = definePrimitive({
  name: 'slice',
  arity: 1,
  infer: ([x], { begin, size }: SliceAttrs) => {
    if (begin.length !== x.shape.length || size.length !== x.shape.length || !begin.every(isSize) || !size.every((count) => count === -1 || isSize(count))) {
      throw new InvalidArgumentError(`slice: expected ${x.shape.length} starts and sizes that are whole numbers from 0 (a size may be -1), got [${begin.join(', ')}] and [${size.join(', ')}].`);
    }
    const shape = x.shape.map((dim, i): Dim => {
      const from = begin[i] ?? 0;
      const count = size[i] ?? -1;
      if (dim !== null && (from > dim || from + Math.max(count, 0) > dim)) {
        throw new ShapeMismatchError(`slice: ${count} cells from ${from} do not lie in dimension ${i} of ${formatShape(x.shape)}.`);
      }
      return count === -1 ? (dim === null ? null : dim - from) : count;
    });
    return [{ shape, dtype: x.dtype }];
  },
});

/** A box cut out of a tensor. Shape: `size`, where -1 means all that is left. */
export const slice = op('slice', (x: ValueLike, begin: readonly number[], size: readonly number[]): Value =>
  callForOne(slicePrimitive, [x], { begin, size }),
  'core.slice(inputs, start_indices, shape*)',
);

export interface StridedSliceAttrs {
  /** Per dimension: first cell, end (exclusive) and step, as Python's `begin:end:step`; `null` leaves it open. */
  readonly ranges: readonly { readonly begin: number | null; readonly end: number | null; readonly step: number }[];
}

/** The cells that Python's `begin:end:step` takes out of `dim` cells. */
export function resolveRange(range: StridedSliceAttrs['ranges'][number], dim: number): { begin: number; step: number; count: number } {
  const { step } = range;
  const [low, high] = step > 0 ? [0, dim] : [-1, dim - 1];
  const place = (at: number): number => Math.min(Math.max(at < 0 ? at + dim : at, low), high);
  const begin = range.begin === null ? (step > 0 ? low : high) : place(range.begin);
  const end = range.end === null ? (step > 0 ? high : low) : place(range.end);
  return { begin, step, count: Math.max(0, Math.ceil((end - begin) / step)) };
}

export const stridedSlicePrimitive = definePrimitive({
  name: 'stridedSlice',
  arity: 1,
  infer: ([x], { ranges }: StridedSliceAttrs) => {
    if (ranges.length !== x.shape.length || ranges.some(({ step }) => !Number.isInteger(step) || step === 0)) {
      throw new InvalidArgumentError(`stridedSlice: expected ${x.shape.length} ranges with a whole step other than 0, got ${ranges.length}.`);
    }
    const shape = x.shape.map((dim, i): Dim => {
      const range = ranges[i] ?? { begin: null, end: null, step: 1 };
      if (dim !== null) return resolveRange(range, dim).count;
      return null;
    });
    return [{ shape, dtype: x.dtype }];
  },
});

/** Every `step`-th cell of each dimension, as Python's `x[begin:end:step]`. Shape: cells in each range. */
export const stridedSlice = op('stridedSlice', (x: ValueLike, ranges: StridedSliceAttrs['ranges']): Value =>
  callForOne(stridedSlicePrimitive, [x], { ranges }),
);

export const gatherPrimitive = definePrimitive({
  name: 'gather',
  arity: 2,
  infer: ([x, indices], { axis, batchDims }: { readonly axis: number; readonly batchDims: number }) => {
    expectDType(indices, INDEX, 'gather');
    if (batchDims < 0 || batchDims > axis || batchDims > indices.shape.length) {
      throw new InvalidArgumentError(`gather: expected batchDims from 0 to the axis (${axis}) and to the rank of the indices (${indices.shape.length}), got ${batchDims}.`);
    }
    const shape = [...x.shape.slice(0, axis), ...indices.shape.slice(batchDims), ...x.shape.slice(axis + 1)];
    return [{ shape, dtype: x.dtype }];
  },
});

/**
 * Picks elements along an axis, or out of all elements. Indices are int32, from 0; negative ones count from the end.
 *
 * Shape: `x` with the axis replaced by the shape of `indices`.
 */
export const take = op('take', (x: ValueLike, indices: ValueLike, axis: number | null = null): Value => {
  const values = axis === null ? callForOne(reshapePrimitive, [x], { newShape: [-1] }) : x;
  return callForOne(gatherPrimitive, [values, asIndices(indices)], { axis: normalizeAxis(axis ?? 0, shapeOf(values).length, 'take'), batchDims: 0 });
}, 'numpy.take(x, indices, axis*)');

/** As {@link take}, where the first `batchDims` dimensions of both are matched one by one. */
export const gather = op('gather', (x: ValueLike, indices: ValueLike, axis: number, batchDims = 0): Value =>
  callForOne(gatherPrimitive, [x, asIndices(indices)], { axis: normalizeAxis(axis, shapeOf(x).length, 'gather'), batchDims }),
);

export const gatherNdPrimitive = definePrimitive({
  name: 'gatherNd',
  arity: 2,
  infer: ([x, indices]) => {
    expectDType(indices, INDEX, 'gatherNd');
    const depth = indices.shape.at(-1) ?? null;
    if (depth === null || depth > x.shape.length) {
      throw new ShapeMismatchError(`gatherNd: expected indices whose last dimension is at most ${x.shape.length}, got ${formatShape(indices.shape)}.`);
    }
    return [{ shape: [...indices.shape.slice(0, -1), ...x.shape.slice(depth)], dtype: x.dtype }];
  },
});

/** Picks elements or slices by coordinates in the last dimension of `indices`. Shape: `indices.shape[:-1] + x.shape[depth:]`. */
export const gatherNd = op('gatherNd', (x: ValueLike, indices: ValueLike): Value =>
  callForOne(gatherNdPrimitive, [x, asIndices(indices)], {}),
);

export const scatterNdPrimitive = definePrimitive({
  name: 'scatterNd',
  arity: 2,
  infer: ([indices, updates], { shape }: { readonly shape: readonly number[] }) => {
    expectDType(indices, INDEX, 'scatterNd');
    expectDType(updates, ADDABLE, 'scatterNd');
    expectShape(shape, 'scatterNd');
    const depth = indices.shape.at(-1) ?? null;
    if (depth === null || depth < 1 || depth > shape.length || !areCompatible(updates.shape, [...indices.shape.slice(0, -1), ...shape.slice(depth)])) {
      throw new ShapeMismatchError(
        `scatterNd: expected indices of shape [..., depth] and updates of shape [..., ${formatShape(shape)} without its first depth dimensions], got ${formatShape(indices.shape)} and ${formatShape(updates.shape)}.`,
      );
    }
    return [{ shape, dtype: updates.dtype }];
  },
});

/** A tensor of zeros into which updates are added at coordinates (`keras.ops.scatter`). Shape: `shape`. */
export const scatter = op('scatter', (indices: ValueLike, updates: ValueLike, shape: readonly number[]): Value =>
  callForOne(scatterNdPrimitive, [asIndices(indices), updates], { shape }),
  'core.scatter(indices, values, shape*)',
);

export interface OneHotAttrs {
  readonly depth: number;
  readonly axis: number;
  readonly dtype: DType;
}

export const oneHotPrimitive = definePrimitive({
  name: 'oneHot',
  arity: 1,
  infer: ([indices], { depth, axis, dtype }: OneHotAttrs) => {
    expectDType(indices, INDEX, 'oneHot');
    if (dtype === 'string') throw new DTypeMismatchError('oneHot: expected a numeric dtype or bool, got string.');
    expectShape([depth], 'oneHot depth');
    return [{ shape: [...indices.shape.slice(0, axis), depth, ...indices.shape.slice(axis)], dtype }];
  },
});

/** One at the place of each index, zero elsewhere; an index outside `[0, depth)` gives zeros. Shape: `depth` put in at `axis`. */
export const oneHot = op('oneHot', (indices: ValueLike, depth: number, axis = -1, dtype: DType | null = null): Value => {
  const attrs = { depth, axis: normalizeAxis(axis, shapeOf(indices).length + 1, 'oneHot'), dtype: dtype ?? 'float32' };
  return callForOne(oneHotPrimitive, [asIndices(indices)], attrs);
}, 'nn.one_hot(x, num_classes*, axis*, dtype*, sparse*!)');

export const topKPrimitive = definePrimitive({
  name: 'topK',
  arity: 1,
  infer: ([x], { k }: { readonly k: number }): readonly TensorSpec[] => {
    expectDType(x, ['float32', 'int32'], 'topK');
    expectShape([k], 'topK k');
    const last = x.shape.at(-1) ?? null;
    if (x.shape.length === 0 || (last !== null && k > last)) {
      throw new ShapeMismatchError(`topK: expected a last dimension of at least ${k}, got ${formatShape(x.shape)}.`);
    }
    const shape: Shape = [...x.shape.slice(0, -1), k];
    return [
      { shape, dtype: x.dtype },
      { shape, dtype: 'int32' },
    ];
  },
});

/** The `k` largest elements along the last dimension, descending, and their indices. Shape of both: `x` with last dimension `k`. */
export const topK = op('topK', (x: ValueLike, k: number): Value[] => {
  if (dtypeOf(x) !== 'uint8') return callPrimitive(topKPrimitive, [x], { k });
  const [values, ...indices] = callPrimitive(topKPrimitive, [cast(x, 'int32')], { k });
  return values === undefined ? indices : [cast(values, 'uint8'), ...indices];
}, 'math.top_k(x, k*, sorted*~)');

export const segmentSumPrimitive = definePrimitive({
  name: 'segmentSum',
  arity: 2,
  infer: ([x, ids], { numSegments }: { readonly numSegments: number }) => {
    expectDType(ids, INDEX, 'segmentSum');
    expectDType(x, ADDABLE, 'segmentSum');
    expectShape([numSegments], 'segmentSum numSegments');
    if (ids.shape.length !== 1) throw new ShapeMismatchError(`segmentSum: expected ids of rank 1, got ${formatShape(ids.shape)}.`);
    if (x.shape.length === 0 || !areCompatible(ids.shape, x.shape.slice(0, 1))) {
      throw new ShapeMismatchError(`segmentSum: expected an id for each row of ${formatShape(x.shape)}, got ids of shape ${formatShape(ids.shape)}.`);
    }
    return [{ shape: [numSegments, ...x.shape.slice(1)], dtype: x.dtype }];
  },
});

/** Sums the rows that share an id; ids outside `[0, numSegments)` are dropped. Shape: `[numSegments, ...x.shape[1:]]`. */
export const segmentSum = op('segmentSum', (x: ValueLike, ids: ValueLike, numSegments: number): Value =>
  callForOne(segmentSumPrimitive, [x, asIndices(ids)], { numSegments }),
  'math.segment_sum(data, segment_ids, num_segments*, sorted*~)',
);

export const searchSortedPrimitive = definePrimitive({
  name: 'searchSorted',
  arity: 2,
  infer: ([sorted, values], _attrs: { readonly side: 'left' | 'right' }): readonly TensorSpec[] => {
    if (sorted.dtype !== values.dtype) {
      throw new DTypeMismatchError(`searchSorted: expected one dtype, got ${sorted.dtype} and ${values.dtype}.`);
    }
    expectDType(sorted, ORDERED, 'searchSorted');
    if (sorted.shape.length !== 1) {
      throw new ShapeMismatchError(`searchSorted: expected a sorted sequence of rank 1, got ${formatShape(sorted.shape)}.`);
    }
    return [{ shape: values.shape, dtype: 'int32' }];
  },
});

/** Where each value would be put into an ascending sequence: before (`left`) or after (`right`) equals. Shape: that of `values`. */
export const searchSorted = op('searchSorted', (sorted: ValueLike, values: ValueLike, side: 'left' | 'right' = 'left'): Value => {
  const dtype = dtypeOf(sorted) === 'int32' && dtypeOf(values) === 'int32' ? 'int32' : 'float32';
  return callForOne(searchSortedPrimitive, [asType(sorted, dtype), asType(values, dtype)], { side });
}, 'numpy.searchsorted=SearchSorted(sorted_sequence, values, side*)');
