import { BYTES_PER_ELEMENT, resolveRange, sizeOf, type DType } from '@kedge/graph-core';
import type { Operand, Step } from '@kedge/compiler';
import type { BindContext, Binder, Binders } from '../plan/binder.js';
import { advanced, type Call, type KernelCall, type KernelParams, type Pointer } from '../plan/kernel-call.js';
import { broadcastStrides, collapsed, contiguousStrides, countOf, fields } from './broadcast.js';
import { gatherCalls, stridedCopyCalls } from './strided-copy.js';

/** Where a step reads, and what it puts out. */
function ends({ inputs: [x = 0], outputs: [y = 0] }: Step, context: BindContext): { readonly input: Pointer; readonly output: Pointer; readonly shape: readonly number[]; readonly dims: readonly number[]; readonly dtype: DType } {
  const { shape, dtype } = context.specOf(x);
  return { input: context.pointer(x), output: context.pointer(y), shape, dims: context.specOf(y).shape, dtype };
}

const transpose: Binder<'transpose'> = (step, context) => {
  const { shape, ...work } = ends(step, context);
  const strides = contiguousStrides(shape);
  const inputStrides = step.attrs.axes.map((axis) => strides[axis] ?? 0);
  const matrices = asMatrices(work.dims, inputStrides);
  if (matrices !== undefined && BYTES_PER_ELEMENT[work.dtype] === 4) {
    return [{ kernel: 'transposeMatrices', params: { input: work.input, output: work.output, rows: matrices.rows, columns: matrices.columns }, tasks: matrices.count }];
  }
  return gatherCalls({ ...work, inputStrides });
};

/** A transposition as that of matrices that follow each other, if it is one. */
function asMatrices(dims: readonly number[], strides: readonly number[]): { readonly count: number; readonly rows: number; readonly columns: number } | undefined {
  const { dims: [...kept], strides: [steps = []] } = collapsed({ dims, strides: [strides] });
  if (kept.length < 2 || kept.length > 3) return undefined;
  const [columns = 1, rows = 1] = kept.slice(-2);
  const [alongColumns, alongRows] = steps.slice(-2);
  const count = kept.length === 3 ? (kept[0] ?? 1) : 1;
  const isMatrix = alongColumns === 1 && alongRows === columns;
  return isMatrix && (kept.length === 2 || steps[0] === rows * columns) ? { count, rows, columns } : undefined;
}

const broadcastTo: Binder<'broadcastTo'> = (step, context) => {
  const work = ends(step, context);
  return gatherCalls({ ...work, inputStrides: broadcastStrides(work.shape, work.dims) });
};

const concatenate: Binder<'concatenate'> = (step, context) => {
  const [y = 0] = step.outputs;
  const { shape, dtype } = context.specOf(y);
  const outputStrides = stridesOf(y, context);
  const { axis } = step.attrs;
  let at = 0;
  return step.inputs.flatMap((x) => {
    const dims = context.specOf(x).shape;
    const outputOffset = at * (outputStrides[axis] ?? 1);
    at += dims[axis] ?? 0;
    if (shape.length === 0) return [];
    return stridedCopyCalls({ input: context.pointer(x), inputStrides: stridesOf(x, context), output: context.pointer(y), outputStrides, outputOffset, dims, dtype });
  });
};

/** Strides of a value that may lie inside another. */
function stridesOf(operand: Operand, context: BindContext): number[] {
  const { shape } = context.specOf(operand);
  const rows = contiguousStrides(shape.slice(0, -1)).map((stride) => stride * context.rowStride(operand));
  return shape.length === 0 ? [] : [...rows, 1];
}

const split: Binder<'split'> = (step, context) => {
  const { shape, input, dtype } = ends(step, context);
  const inputStrides = contiguousStrides(shape);
  const { axis } = step.attrs;
  let at = 0;
  return step.outputs.flatMap((y) => {
    const dims = context.specOf(y).shape;
    const inputOffset = at * (inputStrides[axis] ?? 1);
    at += dims[axis] ?? 0;
    return gatherCalls({ input, inputStrides, inputOffset, output: context.pointer(y), dims, dtype });
  });
};

const slice: Binder<'slice'> = (step, context) => {
  const work = ends(step, context);
  const inputStrides = contiguousStrides(work.shape);
  const inputOffset = step.attrs.begin.reduce((sum, begin, axis) => sum + begin * (inputStrides[axis] ?? 0), 0);
  return gatherCalls({ ...work, inputStrides, inputOffset });
};

const stridedSlice: Binder<'stridedSlice'> = (step, context) => {
  const work = ends(step, context);
  const strides = contiguousStrides(work.shape);
  const ranges = work.shape.map((dim, axis) => resolveRange(step.attrs.ranges[axis] ?? { begin: null, end: null, step: 1 }, dim));
  const inputOffset = ranges.reduce((sum, { begin }, axis) => sum + begin * (strides[axis] ?? 0), 0);
  return gatherCalls({ ...work, inputStrides: strides.map((stride, axis) => stride * (ranges[axis]?.step ?? 1)), inputOffset });
};

const reverse: Binder<'reverse'> = (step, context) => {
  const work = ends(step, context);
  const strides = contiguousStrides(work.shape);
  const isTurned = (axis: number): boolean => step.attrs.axes.includes(axis);
  const inputOffset = strides.reduce((sum, stride, axis) => sum + (isTurned(axis) ? ((work.shape[axis] ?? 1) - 1) * stride : 0), 0);
  return gatherCalls({ ...work, inputStrides: strides.map((stride, axis) => (isTurned(axis) ? -stride : stride)), inputOffset });
};

const tile: Binder<'tile'> = (step, context) => {
  const work = ends(step, context);
  const strides = contiguousStrides(work.shape);
  // Each dimension is a number of repetitions, which go on by nothing, and the cells that are repeated.
  const dims = work.shape.flatMap((dim, axis) => [step.attrs.repeats[axis] ?? 1, dim]);
  return gatherCalls({ ...work, dims, inputStrides: strides.flatMap((stride) => [0, stride]) });
};

/** What fills a value with one number. */
export function fillCalls(output: Pointer, count: number, value: number, dtype: DType): readonly KernelCall[] {
  if (count === 0) return [];
  if (BYTES_PER_ELEMENT[dtype] === 1) return [{ kernel: 'fillBytes', params: { output, bytes: count, value: dtype === 'bool' ? Number(value !== 0) : value }, tasks: 1 }];
  const piece = 16384;
  return [{ kernel: 'fillWords', params: { output, count: piece, total: count, value: wordOf(value, dtype) }, tasks: Math.ceil(count / piece) }];
}

/** The bits of a number as an integer. */
function wordOf(value: number, dtype: DType): number {
  return dtype === 'int32' ? value | 0 : (new Int32Array(Float32Array.of(value).buffer)[0] ?? 0);
}

const fill: Binder<'fill'> = (step, context) => {
  const [y = 0] = step.outputs;
  const { shape, dtype } = context.specOf(y);
  return fillCalls(context.pointer(y), sizeOf(shape), step.attrs.value, dtype);
};

/** The pieces of one padded dimension: from where, going which way, to where, and how many cells. */
function paddedPieces(size: number, [before, after]: readonly [number, number], mode: 'edge' | 'reflect' | 'symmetric'): { readonly from: number; readonly step: number; readonly to: number; readonly count: number }[] {
  const inside = { from: 0, step: 1, to: before, count: size };
  if (mode === 'edge') return [{ from: 0, step: 0, to: 0, count: before }, inside, { from: size - 1, step: 0, to: before + size, count: after }];
  const skip = mode === 'reflect' ? 1 : 0;
  return [{ from: before - 1 + skip, step: -1, to: 0, count: before }, inside, { from: size - 1 - skip, step: -1, to: before + size, count: after }];
}

const pad: Binder<'pad'> = (step, context) => {
  const { shape, dims, input, output, dtype } = ends(step, context);
  const { padWidth, mode, value } = step.attrs;
  const [from, to] = [contiguousStrides(shape), contiguousStrides(dims)];
  const pairs = shape.map((_, axis) => padWidth[axis] ?? ([0, 0] as const));
  if (mode === 'constant') {
    const outputOffset = pairs.reduce((sum, [before], axis) => sum + before * (to[axis] ?? 0), 0);
    return [...fillCalls(output, sizeOf(dims), value, dtype), ...stridedCopyCalls({ input, inputStrides: from, output, outputStrides: to, outputOffset, dims: shape, dtype })];
  }
  // Every combination of pieces, one copy each.
  let boxes: { readonly inputOffset: number; readonly outputOffset: number; readonly strides: readonly number[]; readonly dims: readonly number[] }[] = [{ inputOffset: 0, outputOffset: 0, strides: [], dims: [] }];
  shape.forEach((size, axis) => {
    const pieces = paddedPieces(size, pairs[axis] ?? [0, 0], mode).filter(({ count }) => count > 0);
    boxes = boxes.flatMap((box) =>
      pieces.map((piece) => ({
        inputOffset: box.inputOffset + piece.from * (from[axis] ?? 0),
        outputOffset: box.outputOffset + piece.to * (to[axis] ?? 0),
        strides: [...box.strides, piece.step * (from[axis] ?? 0)],
        dims: [...box.dims, piece.count],
      })),
    );
  });
  return boxes.flatMap((box) => stridedCopyCalls({ input, inputStrides: box.strides, inputOffset: box.inputOffset, output, outputStrides: to, outputOffset: box.outputOffset, dims: box.dims, dtype }));
};

const where: Binder<'where'> = (step, context) => {
  const [y = 0] = step.outputs;
  const { shape, dtype } = context.specOf(y);
  if (sizeOf(shape) === 0) return [];
  const strided = step.inputs.map((operand) => broadcastStrides(context.specOf(operand).shape, shape));
  const { dims, strides: [c = [], a = [], b = []] } = collapsed({ dims: shape, strides: strided });
  const rows = dims.slice(0, -1);
  const inner = dims.at(-1) ?? 1;
  const bytes = BYTES_PER_ELEMENT[dtype];
  const [condition, first, second] = step.inputs.map((operand) => context.pointer(operand)) as [Pointer, Pointer, Pointer];
  const inBytes = (strides: readonly number[], size: number): number[] => strides.slice(0, -1).map((stride) => stride * size);
  const params = {
    condition, a: first, b: second, output: context.pointer(y), inner,
    conditionStep: c.at(-1) ?? 0, aStep: (a.at(-1) ?? 0) * bytes, bStep: (b.at(-1) ?? 0) * bytes, rank: rows.length,
    ...fields('d', rows, 7), ...fields('c', inBytes(c, 1), 7), ...fields('a', inBytes(a, bytes), 7), ...fields('b', inBytes(b, bytes), 7),
  } as unknown as KernelParams<'select4'>;
  return [{ kernel: bytes === 4 ? 'select4' : 'select1', params, tasks: countOf(rows), grain: Math.max(1, Math.ceil(4096 / inner)) }];
};

/** Rows by their number: the dimensions before the axis are groups, those after it a row. */
const gather: Binder<'gather'> = (step, context): readonly Call[] => {
  const [x = 0, indices = 0] = step.inputs;
  const [y = 0] = step.outputs;
  const { shape, dtype } = context.specOf(x);
  const indexShape = context.specOf(indices).shape;
  const { axis, batchDims } = step.attrs;
  const bytes = sizeOf(shape.slice(axis + 1)) * BYTES_PER_ELEMENT[dtype];
  const outputRows = sizeOf(indexShape.slice(batchDims));
  const between = sizeOf(shape.slice(batchDims, axis));
  const batches = sizeOf(shape.slice(0, batchDims));
  const inputRows = shape[axis] ?? 1;
  if (outputRows * between * batches * bytes === 0) return [];
  const grain = Math.max(1, Math.ceil(16384 / bytes));
  const call = (batch: number, groups: number, isBatched: number): KernelCall => ({
    kernel: 'pickRows',
    params: {
      input: advanced(context.pointer(x), batch * between * inputRows * bytes), indices: advanced(context.pointer(indices), batch * outputRows * 4),
      output: advanced(context.pointer(y), batch * between * outputRows * bytes), outputRows, inputRows, bytes, wraps: 1, isBatched,
    },
    tasks: groups * outputRows,
    grain,
  });
  if (batchDims === 0) return [call(0, between, 0)];
  if (between === 1) return [call(0, batches, 1)];
  return Array.from({ length: batches }, (_, batch) => call(batch, between, 0));
};

export const movementBinders = { transpose, broadcastTo, concatenate, split, slice, stridedSlice, reverse, tile, fill, pad, where, gather } satisfies Binders;
