import { parseEinsum, resolvePadding, type ConvAttrs, type ConvTransposeAttrs, type PoolAttrs } from '@kedge/graph-core';
import { allocate, type HostArray } from '../src/host/host-array.js';
import { hostKernels } from '../src/host/evaluator.js';
import { inputAt, sizesAt, type HostKernels } from '../src/host/kernel.js';
import { stridesOf } from '../src/host/layout.js';

/** Every position of a shape, last dimension fastest. */
export function positionsOf(shape: readonly number[]): number[][] {
  return shape.reduce<number[][]>((all, dim) => all.flatMap((head) => Array.from({ length: dim }, (_, i) => [...head, i])), [[]]);
}

const at = ({ data, shape }: HostArray, position: readonly number[]): number =>
  data[position.reduce((offset, index, d) => offset + index * (stridesOf(shape)[d] ?? 1), 0)] ?? NaN;

function generated(shape: readonly number[], make: (position: readonly number[]) => number): HostArray {
  const data = allocate('float32', shape.reduce((size, dim) => size * dim, 1));
  positionsOf(shape).forEach((position, i) => (data[i] = make(position)));
  return { data, shape, dtype: 'float32' };
}

/** Sum over the window of `term(input cell, kernel cell)`, cells outside the input left out. */
function windowSum(x: HostArray, kernel: readonly number[], attrs: Omit<ConvAttrs, 'groups'>, out: readonly number[], term: (cell: readonly number[], tap: readonly number[]) => number): number {
  const spatial = x.shape.slice(1, -1);
  let sum = 0;
  for (const tap of positionsOf(kernel)) {
    const cell = spatial.map((dim, d) => {
      const window = { size: kernel[d] ?? 1, stride: attrs.strides[d] ?? 1, dilation: attrs.dilations[d] ?? 1 };
      return (out[d] ?? 0) * window.stride - resolvePadding(attrs.padding, dim, window, d)[0] + (tap[d] ?? 0) * window.dilation;
    });
    if (cell.every((c, d) => c >= 0 && c < (spatial[d] ?? 0))) sum += term(cell, tap);
  }
  return sum;
}

function conv(x: HostArray, kernel: HostArray, attrs: ConvAttrs, shape: readonly number[]): HostArray {
  const [inputs = 1, filters = 1] = kernel.shape.slice(-2);
  return generated(shape, ([n = 0, ...rest]) => {
    const [out, f] = [rest.slice(0, -1), rest.at(-1) ?? 0];
    const first = Math.floor(f / (filters / attrs.groups)) * inputs;
    return windowSum(x, kernel.shape.slice(0, -2), attrs, out, (cell, tap) => {
      let sum = 0;
      for (let c = 0; c < inputs; c++) sum += at(x, [n, ...cell, first + c]) * at(kernel, [...tap, c, f]);
      return sum;
    });
  });
}

function depthwiseConv(x: HostArray, kernel: HostArray, attrs: Omit<ConvAttrs, 'groups'>, shape: readonly number[]): HostArray {
  const multiplier = kernel.shape.at(-1) ?? 1;
  return generated(shape, ([n = 0, ...rest]) => {
    const [out, f] = [rest.slice(0, -1), rest.at(-1) ?? 0];
    const c = Math.floor(f / multiplier);
    return windowSum(x, kernel.shape.slice(0, -2), attrs, out, (cell, tap) => at(x, [n, ...cell, c]) * at(kernel, [...tap, c, f % multiplier]));
  });
}

/** Only what the tests need: no output padding. Every input cell spreads over the outputs that a convolution would read it from. */
function convTranspose(x: HostArray, kernel: HostArray, attrs: ConvTransposeAttrs, shape: readonly number[]): HostArray {
  const window = kernel.shape.slice(0, -2);
  const before = shape.slice(1, -1).map((dim, d) => resolvePadding(attrs.padding, dim, { size: window[d] ?? 1, stride: attrs.strides[d] ?? 1, dilation: attrs.dilations[d] ?? 1 }, d)[0]);
  return generated(shape, ([n = 0, ...rest]) => {
    const [out, f] = [rest.slice(0, -1), rest.at(-1) ?? 0];
    let sum = 0;
    for (const tap of positionsOf(window)) {
      const cell = out.map((o, d) => (o + (before[d] ?? 0) - (tap[d] ?? 0) * (attrs.dilations[d] ?? 1)) / (attrs.strides[d] ?? 1));
      if (!cell.every((c, d) => Number.isInteger(c) && c >= 0 && c < (x.shape[d + 1] ?? 0))) continue;
      for (let c = 0; c < (x.shape.at(-1) ?? 0); c++) sum += at(x, [n, ...cell, c]) * at(kernel, [...tap, f, c]);
    }
    return sum;
  });
}

function pool(x: HostArray, { poolSize, strides, padding }: PoolAttrs, shape: readonly number[], combine: (cells: readonly number[]) => number): HostArray {
  return generated(shape, ([n = 0, ...rest]) => {
    const cells: number[] = [];
    windowSum(x, poolSize, { strides, padding, dilations: poolSize.map(() => 1) }, rest.slice(0, -1), (cell) => cells.push(at(x, [n, ...cell, rest.at(-1) ?? 0])));
    return combine(cells);
  });
}

function matmul(a: HostArray, b: HostArray, transposeA: boolean, transposeB: boolean, shape: readonly number[]): HostArray {
  const inner = a.shape.at(transposeA ? -2 : -1) ?? 1;
  const batchOf = (x: HostArray, batch: readonly number[]): number[] =>
    x.shape.slice(0, -2).map((dim, d) => (dim === 1 ? 0 : (batch[d + batch.length - (x.shape.length - 2)] ?? 0)));
  return generated(shape, (position) => {
    const batch = position.slice(0, -2);
    const [row = 0, column = 0] = position.slice(-2);
    let sum = 0;
    for (let k = 0; k < inner; k++) {
      sum += at(a, [...batchOf(a, batch), ...(transposeA ? [k, row] : [row, k])]) * at(b, [...batchOf(b, batch), ...(transposeB ? [column, k] : [k, column])]);
    }
    return sum;
  });
}

function einsum(inputs: readonly HostArray[], equation: string, shape: readonly number[]): HostArray {
  const { inputs: terms, output } = parseEinsum(equation, inputs.length);
  const dims = new Map(terms.flatMap((term, i) => [...term].map((label, d) => [label, inputs[i]?.shape[d] ?? 1] as const)));
  const summed = [...dims.keys()].filter((label) => !output.includes(label));
  return generated(shape, (position) =>
    positionsOf(summed.map((label) => dims.get(label) ?? 1)).reduce((sum, inner) => {
      const place = new Map([...[...output].map((label, d) => [label, position[d] ?? 0] as const), ...summed.map((label, d) => [label, inner[d] ?? 0] as const)]);
      return sum + inputs.reduce((product, x, i) => product * at(x, [...(terms[i] ?? '')].map((label) => place.get(label) ?? 0)), 1);
    }, 0),
  );
}

function softmax(x: HostArray, axis: number): HostArray {
  return generated(x.shape, (position) => {
    const along = Array.from({ length: x.shape[axis] ?? 1 }, (_, i) => at(x, position.with(axis, i)));
    const peak = Math.max(...along);
    return Math.exp(at(x, position) - peak) / along.reduce((sum, value) => sum + Math.exp(value - peak), 0);
  });
}

function topK(x: HostArray, k: number, shape: readonly number[]): HostArray[] {
  const length = x.shape.at(-1) ?? 1;
  const rows = Array.from({ length: x.data.length / length }, (_, r) => Array.from({ length }, (_, i) => i).sort((a, b) => (x.data[r * length + b] ?? 0) - (x.data[r * length + a] ?? 0) || a - b));
  const indices = rows.flatMap((row) => row.slice(0, k));
  const values = rows.flatMap((row, r) => row.slice(0, k).map((i) => x.data[r * length + i] ?? 0));
  return [
    { data: x.dtype === 'int32' ? Int32Array.from(values) : Float64Array.from(values), shape, dtype: x.dtype },
    { data: Int32Array.from(indices), shape, dtype: 'int32' },
  ];
}

/** The host's kernels and, written as their definitions read, those that it has none for. */
export const referenceKernels: HostKernels = {
  ...hostKernels,
  conv: (inputs, attrs, outputs) => [conv(inputAt(inputs, 0), inputAt(inputs, 1), attrs, sizesAt(outputs))],
  depthwiseConv: (inputs, attrs, outputs) => [depthwiseConv(inputAt(inputs, 0), inputAt(inputs, 1), attrs, sizesAt(outputs))],
  convTranspose: (inputs, attrs, outputs) => [convTranspose(inputAt(inputs, 0), inputAt(inputs, 1), attrs, sizesAt(outputs))],
  matmul: (inputs, { transposeA, transposeB }, outputs) => [matmul(inputAt(inputs, 0), inputAt(inputs, 1), transposeA, transposeB, sizesAt(outputs))],
  einsum: (inputs, { equation }, outputs) => [einsum(inputs, equation, sizesAt(outputs))],
  averagePool: (inputs, attrs, outputs) => [pool(inputAt(inputs, 0), attrs, sizesAt(outputs), (cells) => cells.reduce((sum, cell) => sum + cell, 0) / cells.length)],
  maxPool: (inputs, attrs, outputs) => [pool(inputAt(inputs, 0), attrs, sizesAt(outputs), (cells) => Math.max(...cells))],
  softmax: (inputs, { axis }) => [softmax(inputAt(inputs, 0), axis)],
  topK: (inputs, { k }, outputs) => topK(inputAt(inputs, 0), k, sizesAt(outputs)),
  batchNormalization: (inputs, { epsilon }) => {
    const [x, ...parameters] = [0, 1, 2, 3, 4].map((i) => inputAt(inputs, i));
    const value = (i: number, c: number): number => parameters[i]?.data[parameters[i].data.length === 1 ? 0 : c] ?? NaN;
    const normalized = x as HostArray;
    return [
      generated(normalized.shape, (position) => {
        const c = position.at(-1) ?? 0;
        return ((at(normalized, position) - value(0, c)) / Math.sqrt(value(1, c) + epsilon)) * value(3, c) + value(2, c);
      }),
    ];
  },
};
