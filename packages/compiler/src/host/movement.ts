import { resolveRange, type PadMode } from '@kedge/graph-core';
import { filled, type HostArray } from './host-array.js';
import { inputAt, sizesAt, type HostKernel, type HostKernels } from './kernel.js';
import { broadcastContributions, NOWHERE, pick, range, stridesOf, type Contributions } from './layout.js';

const reshaped: HostKernel = (inputs, _attrs, outputs) => [{ ...inputAt(inputs, 0), shape: sizesAt(outputs) }];

/** Contributions that name, for each position along each dimension, a position in the source. */
function positions(x: HostArray, shape: readonly number[], source: (at: number, axis: number) => number): Contributions {
  const strides = stridesOf(x.shape);
  return shape.map((dim, axis) => range(dim, (at) => source(at, axis) * (strides[axis] ?? 0)));
}

function transposed(x: HostArray, axes: readonly number[]): HostArray {
  const strides = stridesOf(x.shape);
  return pick(x, axes.map((axis) => range(x.shape[axis] ?? 1, (at) => at * (strides[axis] ?? 0))));
}

/** Where a cell of a padded dimension comes from; `undefined` for the constant. */
function paddedSource(at: number, size: number, mode: PadMode): number | undefined {
  if (at >= 0 && at < size) return at;
  if (mode === 'constant') return undefined;
  if (mode === 'edge') return at < 0 ? 0 : size - 1;
  const beyond = at < 0 ? -at : at - size + 1;
  const fold = mode === 'symmetric' ? beyond - 1 : beyond;
  return at < 0 ? fold : size - 1 - fold;
}

function cut(x: HostArray, axis: number, begin: number, shape: readonly number[]): HostArray {
  return pick(x, positions(x, shape, (at, d) => (d === axis ? at + begin : at)));
}

function split(x: HostArray, axis: number, sizes: readonly number[]): HostArray[] {
  let begin = 0;
  return sizes.map((size) => {
    const part = cut(x, axis, begin, x.shape.map((dim, d) => (d === axis ? size : dim)));
    begin += size;
    return part;
  });
}

function joined(inputs: readonly HostArray[], axis: number, shape: readonly number[]): HostArray {
  const result = filled(shape, inputAt(inputs, 0).dtype, 0);
  const outer = shape.slice(0, axis).reduce((size, dim) => size * dim, 1);
  const block = outer === 0 ? 0 : result.data.length / outer;
  let begin = 0;
  for (const { data } of inputs) {
    const length = outer === 0 ? 0 : data.length / outer;
    for (let i = 0; i < outer; i++) result.data.set(data.subarray(i * length, (i + 1) * length), i * block + begin);
    begin += length;
  }
  return result;
}

/** Elements along an axis by index; negative indices count from the end. */
function gathered(x: HostArray, indices: HostArray, axis: number, shape: readonly number[]): HostArray {
  const size = x.shape[axis] ?? 1;
  const chosen = Array.from(indices.data, (index) => (index < 0 ? index + size : index));
  const flat = [...x.shape.slice(0, axis), chosen.length, ...x.shape.slice(axis + 1)];
  return { ...pick(x, positions(x, flat, (at, d) => (d === axis ? (chosen[at] ?? 0) : at))), shape };
}

/** Primitives that move elements and compute nothing. */
export const movementKernels: HostKernels = {
  reshape: reshaped,
  expandDims: reshaped,
  squeeze: reshaped,
  transpose: (inputs, { axes }) => [transposed(inputAt(inputs, 0), axes)],
  broadcastTo: (inputs, _attrs, outputs) => [
    pick(inputAt(inputs, 0), broadcastContributions(inputAt(inputs, 0).shape, sizesAt(outputs))),
  ],
  concatenate: (inputs, { axis }, outputs) => [joined(inputs, axis, sizesAt(outputs))],
  split: (inputs, { axis, sizes }) => split(inputAt(inputs, 0), axis, sizes),
  slice: (inputs, { begin }, outputs) => [
    pick(inputAt(inputs, 0), positions(inputAt(inputs, 0), sizesAt(outputs), (at, axis) => at + (begin[axis] ?? 0))),
  ],
  stridedSlice: (inputs, { ranges }, outputs) => {
    const x = inputAt(inputs, 0);
    const resolved = x.shape.map((dim, axis) => resolveRange(ranges[axis] ?? { begin: null, end: null, step: 1 }, dim));
    return [pick(x, positions(x, sizesAt(outputs), (at, axis) => (resolved[axis]?.begin ?? 0) + at * (resolved[axis]?.step ?? 1)))];
  },
  pad: (inputs, { padWidth, mode, value }, outputs) => {
    const x = inputAt(inputs, 0);
    const source = (at: number, axis: number): number => paddedSource(at - (padWidth[axis]?.[0] ?? 0), x.shape[axis] ?? 1, mode) ?? NOWHERE;
    return [pick(x, positions(x, sizesAt(outputs), source), value)];
  },
  reverse: (inputs, { axes }) => {
    const x = inputAt(inputs, 0);
    return [pick(x, positions(x, x.shape, (at, axis) => (axes.includes(axis) ? (x.shape[axis] ?? 1) - 1 - at : at)))];
  },
  tile: (inputs, _attrs, outputs) => {
    const x = inputAt(inputs, 0);
    return [pick(x, positions(x, sizesAt(outputs), (at, axis) => at % (x.shape[axis] ?? 1)))];
  },
  gather: (inputs, { axis, batchDims }, outputs) => {
    if (batchDims !== 0) throw new RangeError('gather: the host computes it without batch dimensions only.');
    return [gathered(inputAt(inputs, 0), inputAt(inputs, 1), axis, sizesAt(outputs))];
  },
  fill: (_inputs, { value, dtype }, outputs) => [filled(sizesAt(outputs), dtype, dtype === 'bool' ? Number(value !== 0) : value)],
};
