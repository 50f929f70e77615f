import type { DType } from '@kedge/graph-core';
import { BYTES_PER_ELEMENT } from '@kedge/graph-core';
import { advanced, type KernelCall, type KernelParams, type Pointer } from '../plan/kernel-call.js';
import { collapsed, contiguousStrides, countOf, fields } from './broadcast.js';

/** Dimensions of rows that the parameters have room for. */
const MOST_DIMS = 7;

/** Bytes of a task. */
const GRAIN = 16384;

/** Elements that are to be copied from one arrangement to another, strides in elements. */
export interface CopyWork {
  readonly input: Pointer;
  /** Elements from the beginning of the input. */
  readonly inputOffset?: number;
  readonly inputStrides: readonly number[];
  readonly output: Pointer;
  readonly outputOffset?: number;
  readonly outputStrides: readonly number[];
  readonly dims: readonly number[];
  readonly dtype: DType;
}

/** What copies elements; nothing when there are none. */
export function stridedCopyCalls(work: CopyWork): readonly KernelCall[] {
  if (countOf(work.dims) === 0) return [];
  const bytes = BYTES_PER_ELEMENT[work.dtype];
  const { dims, strides: [from = [], to = []] } = collapsed({ dims: work.dims, strides: [work.inputStrides, work.outputStrides] });
  const rows = dims.slice(0, -1);
  if (rows.length > MOST_DIMS) return alongFirst(work, { dims, from, to });
  const inner = dims.at(-1) ?? 1;
  const input = advanced(work.input, (work.inputOffset ?? 0) * bytes);
  const output = advanced(work.output, (work.outputOffset ?? 0) * bytes);
  const inBytes = (strides: readonly number[]): number[] => strides.slice(0, -1).map((stride) => stride * bytes);
  const params = {
    input, output, inner, inputStep: (from.at(-1) ?? 1) * bytes, outputStep: (to.at(-1) ?? 1) * bytes, rank: rows.length,
    ...fields('d', rows, MOST_DIMS), ...fields('i', inBytes(from), MOST_DIMS), ...fields('o', inBytes(to), MOST_DIMS),
  } as unknown as KernelParams<'stridedCopy4'>;
  const tasks = countOf(rows);
  return [{ kernel: bytes === 4 ? 'stridedCopy4' : 'stridedCopy1', params, tasks, grain: Math.max(1, Math.ceil(GRAIN / (inner * bytes))) }];
}

/** More dimensions than a call has room for: one call for each cell of the first one. */
function alongFirst(work: CopyWork, { dims, from, to }: { readonly dims: readonly number[]; readonly from: readonly number[]; readonly to: readonly number[] }): readonly KernelCall[] {
  return Array.from({ length: dims[0] ?? 1 }, (_, i) =>
    stridedCopyCalls({
      ...work,
      dims: dims.slice(1),
      inputStrides: from.slice(1),
      outputStrides: to.slice(1),
      inputOffset: (work.inputOffset ?? 0) + i * (from[0] ?? 0),
      outputOffset: (work.outputOffset ?? 0) + i * (to[0] ?? 0),
    }),
  ).flat();
}

/** As {@link stridedCopyCalls}, into elements that follow each other. */
export function gatherCalls(work: Omit<CopyWork, 'outputStrides'>): readonly KernelCall[] {
  return stridedCopyCalls({ ...work, outputStrides: contiguousStrides(work.dims) });
}
