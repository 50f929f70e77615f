import { expect } from 'vitest';
import { filled, type HostArray } from '../src/host/host-array.js';
import type { HostKernel, HostKernels } from '../src/host/kernel.js';
import { inputAt } from '../src/host/kernel.js';
import type { PrimitiveGraph } from '../src/index.js';
import { evaluateGraph } from './evaluate-graph.js';
import { referenceKernels } from './reference-kernels.js';

/** Half the distance from 1 to the next float32: the largest relative error of one rounding. */
export const UNIT_ROUNDOFF = 2 ** -24;

const absolute = (x: HostArray): HostArray => ({ ...x, data: x.data.map(Math.abs) });
const first: HostKernel = (inputs) => [inputAt(inputs, 0)];

/**
 * Kernels that, on absolute values, give a bound for each result: no cancellation, and functions whose slope is at most 1
 * replaced by their argument. An input that is off by a relative error e moves a result by at most e times this bound.
 */
const bounds: HostKernels = {
  ...referenceKernels,
  subtract: referenceKernels.add as HostKernel,
  negative: first,
  relu: first,
  sigmoid: first,
  tanh: first,
  clip: first,
  batchNormalization: (inputs, attrs, outputs) => {
    const [x, mean, variance, offset, scale] = [0, 1, 2, 3, 4].map((i) => inputAt(inputs, i)) as [HostArray, HostArray, HostArray, HostArray, HostArray];
    const minus = { ...mean, data: mean.data.map((value) => -value) };
    return referenceKernels.batchNormalization?.([x, minus, variance, offset, scale], attrs, outputs) ?? [];
  },
};

/** A bound of every output's magnitude, as if nothing cancelled. */
export function magnitudes(graph: PrimitiveGraph, inputs: readonly HostArray[]): HostArray[] {
  return evaluateGraph(graph, inputs.map(absolute), { kernels: bounds, constant: absolute });
}

/**
 * Expects two graphs to compute the same. Both are computed in double precision, so that they may differ only by the rounding
 * of constants that one of them has folded: one rounding for each step that a constant went into.
 */
export function expectAgreement(original: PrimitiveGraph, rewritten: PrimitiveGraph, inputs: readonly HostArray[]): void {
  const [expected, actual, limits] = [evaluateGraph(original, inputs), evaluateGraph(rewritten, inputs), magnitudes(original, inputs)];
  const roundings = original.steps.length + 1;
  expect(actual.map(({ shape, dtype }) => ({ shape, dtype }))).toEqual(expected.map(({ shape, dtype }) => ({ shape, dtype })));
  expected.forEach(({ data, shape }, i) => {
    const limit = limits[i] ?? filled(shape, 'float32', 0);
    data.forEach((value: number, k: number) => {
      const tolerance = roundings * UNIT_ROUNDOFF * (limit.data[k] ?? 0);
      const difference = Math.abs((actual[i]?.data[k] ?? NaN) - value);
      if (!(difference <= tolerance)) throw new Error(`Output ${i}, element ${k}: ${actual[i]?.data[k]} for ${value}, tolerance ${tolerance}.\n${original}\n---\n${rewritten}`);
    });
  });
}
