import type { NumericDType, ReductionAttrs } from '@kedge/graph-core';
import { allocate, type HostArray } from './host-array.js';
import { inputAt, sizesAt, type HostKernel, type HostKernels } from './kernel.js';
import { offsetsFrom, range, stridesOf } from './layout.js';

interface Reducer {
  readonly start: number;
  readonly step: (sum: number, x: number) => number;
  /** From the reduced value and the number of elements to the result. */
  readonly finish?: (sum: number, count: number) => number;
  readonly onIntegers?: (sum: number, x: number) => number;
}

/** For each element of `x`, which element of the result it goes into. */
function targets(x: HostArray, axes: readonly number[]): Int32Array {
  const strides = stridesOf(x.shape.map((dim, axis) => (axes.includes(axis) ? 1 : dim)));
  return offsetsFrom(x.shape.map((dim, axis) => range(dim, (i) => (axes.includes(axis) ? 0 : i * (strides[axis] ?? 0)))));
}

function reduced(x: HostArray, axes: readonly number[], shape: readonly number[], reducer: Reducer): HostArray {
  const dtype: NumericDType = x.dtype;
  const step = dtype === 'int32' ? (reducer.onIntegers ?? reducer.step) : reducer.step;
  const data = allocate(dtype, shape.reduce((size, dim) => size * dim, 1)).fill(reducer.start);
  const into = targets(x, axes);
  for (let i = 0; i < into.length; i++) {
    const at = into[i] ?? 0;
    data[at] = step(data[at] ?? 0, x.data[i] ?? 0);
  }
  const { finish } = reducer;
  if (finish !== undefined) {
    const count = axes.reduce((product, axis) => product * (x.shape[axis] ?? 1), 1);
    for (let i = 0; i < data.length; i++) data[i] = finish(data[i] ?? 0, count);
  }
  return { data, shape, dtype };
}

function reduction(reducer: Reducer): HostKernel<ReductionAttrs> {
  return (inputs, { axes }, outputs) => [reduced(inputAt(inputs, 0), axes, sizesAt(outputs), reducer)];
}

/** The lowest and highest number of a type, so that integers start from integers. */
function extremum(pick: (a: number, b: number) => number, float: number, integer: number): HostKernel<ReductionAttrs> {
  return (inputs, attrs, outputs) => {
    const start = inputAt(inputs, 0).dtype === 'int32' ? integer : float;
    return reduction({ start, step: pick })(inputs, attrs, outputs);
  };
}

/** Primitives that combine elements along axes. */
export const reductionKernels: HostKernels = {
  all: reduction({ start: 1, step: (sum, x) => (sum !== 0 && x !== 0 ? 1 : 0) }),
  any: reduction({ start: 0, step: (sum, x) => (sum !== 0 || x !== 0 ? 1 : 0) }),
  max: extremum(Math.max, -Infinity, -0x80000000),
  mean: reduction({ start: 0, step: (sum, x) => sum + x, finish: (sum, count) => sum / count }),
  min: extremum(Math.min, Infinity, 0x7fffffff),
  prod: reduction({ start: 1, step: (sum, x) => sum * x, onIntegers: Math.imul }),
  sum: reduction({ start: 0, step: (sum, x) => sum + x }),
};
