import { BYTES_PER_ELEMENT, sizeOf } from '@kedge/graph-core';
import type { Operand } from '@kedge/compiler';
import type { BindContext, Binder, Binders } from '../plan/binder.js';
import type { Call, KernelCall, KernelParams, Pointer } from '../plan/kernel-call.js';
import { fields } from './broadcast.js';
import { kindOf } from './elementwise.js';
import { fillCalls } from './movement.js';

/** Tuples of coordinates as numbers of rows, in room of their own. */
function numbered(indices: Operand, dims: readonly number[], context: BindContext): { readonly numbers: Pointer; readonly rows: number; readonly calls: readonly Call[] } {
  const { shape } = context.specOf(indices);
  const depth = shape.at(-1) ?? 0;
  const rows = sizeOf(shape.slice(0, -1));
  const numbers = context.workspace(rows * 4);
  const params = { indices: context.pointer(indices), output: numbers, depth, wraps: 0, ...fields('d', dims, 8) } as unknown as KernelParams<'numberRows'>;
  return { numbers, rows, calls: [{ kernel: 'numberRows', params, tasks: rows, grain: 1024 }] };
}

const gatherNd: Binder<'gatherNd'> = ({ inputs: [x = 0, indices = 0], outputs: [y = 0] }, context) => {
  const { shape, dtype } = context.specOf(x);
  const depth = context.specOf(indices).shape.at(-1) ?? 0;
  const { numbers, rows, calls } = numbered(indices, shape.slice(0, depth), context);
  const bytes = sizeOf(shape.slice(depth)) * BYTES_PER_ELEMENT[dtype];
  if (rows * bytes === 0) return [];
  const pick: KernelCall = {
    kernel: 'pickRows',
    params: { input: context.pointer(x), indices: numbers, output: context.pointer(y), outputRows: rows, inputRows: sizeOf(shape.slice(0, depth)), bytes, wraps: 0, isBatched: 0 },
    tasks: rows,
    grain: Math.max(1, Math.ceil(16384 / bytes)),
  };
  // What lies outside is zero.
  return [...calls, ...fillCalls(context.pointer(y), (rows * bytes) / BYTES_PER_ELEMENT[dtype], 0, dtype), pick];
};

/** Adds rows of an operand to zeros, by numbers. */
function addRowsCalls(updates: Operand, numbers: Pointer, y: Operand, rows: number, outputRows: number, context: BindContext): readonly KernelCall[] {
  const { shape, dtype } = context.specOf(y);
  const size = sizeOf(shape);
  const columns = outputRows === 0 ? 0 : size / outputRows;
  const call = { kernel: `addRows_${kindOf(dtype)}`, params: { input: context.pointer(updates), numbers, output: context.pointer(y), rows, outputRows, columns }, tasks: columns, grain: Math.max(16, Math.ceil(16384 / Math.max(rows, 1))) } as KernelCall;
  return [...fillCalls(context.pointer(y), size, 0, dtype), ...(columns * rows === 0 ? [] : [call])];
}

const scatterNd: Binder<'scatterNd'> = ({ inputs: [indices = 0, updates = 0], outputs: [y = 0], attrs: { shape } }, context) => {
  const depth = context.specOf(indices).shape.at(-1) ?? 0;
  const { numbers, rows, calls } = numbered(indices, shape.slice(0, depth), context);
  return [...calls, ...addRowsCalls(updates, numbers, y, rows, sizeOf(shape.slice(0, depth)), context)];
};

const segmentSum: Binder<'segmentSum'> = ({ inputs: [x = 0, ids = 0], outputs: [y = 0], attrs: { numSegments } }, context) =>
  addRowsCalls(x, context.pointer(ids), y, sizeOf(context.specOf(ids).shape), numSegments, context);

const oneHot: Binder<'oneHot'> = ({ inputs: [indices = 0], outputs: [y = 0], attrs: { depth, axis } }, context) => {
  const { shape, dtype } = context.specOf(indices);
  const output = context.specOf(y);
  const count = sizeOf(shape);
  if (dtype !== 'int32' || count * depth === 0) return fillCalls(context.pointer(y), sizeOf(output.shape), 0, output.dtype);
  const bytes = BYTES_PER_ELEMENT[output.dtype];
  const one = output.dtype === 'float32' ? 0x3f800000 : 1;
  const params = { indices: context.pointer(indices), output: context.pointer(y), depth, inner: sizeOf(shape.slice(axis)), bytes, one };
  return [...fillCalls(context.pointer(y), sizeOf(output.shape), 0, output.dtype), { kernel: 'oneHot', params, tasks: count, grain: 4096 }];
};

const searchSorted: Binder<'searchSorted'> = ({ inputs: [sorted = 0, values = 0], outputs: [y = 0], attrs: { side } }, context) => {
  const { shape, dtype } = context.specOf(values);
  const params = { sorted: context.pointer(sorted), values: context.pointer(values), output: context.pointer(y), count: sizeOf(context.specOf(sorted).shape), isRight: Number(side === 'right') };
  return [{ kernel: `searchSorted_${kindOf(dtype)}`, params, tasks: sizeOf(shape), grain: 1024 } as KernelCall];
};

const topK: Binder<'topK'> = ({ inputs: [x = 0], outputs: [values = 0, indices = 0], attrs: { k } }, context) => {
  const { shape, dtype } = context.specOf(x);
  const count = shape.at(-1) ?? 1;
  const params = { input: context.pointer(x), values: context.pointer(values), indices: context.pointer(indices), count, k };
  return [{ kernel: `topK_${kindOf(dtype)}`, params, tasks: k === 0 ? 0 : sizeOf(shape.slice(0, -1)) } as KernelCall];
};

export const indexingBinders = { gatherNd, scatterNd, segmentSum, oneHot, searchSorted, topK } satisfies Binders;
