import { InvalidArgumentError, sizeOf, tensor, type NumericTensor, type Tensor } from '@kedge/graph-core';

/**
 * Mean and variance of values in host memory.
 *
 * @param parts Values to take together, alike but for the first dimension; at least one example.
 * @param kept Axes along which places are told apart, ascending.
 * @returns Both of the sizes at the kept axes; computed in double precision.
 */
export function momentsOver(parts: readonly Tensor[], kept: readonly number[]): { mean: NumericTensor; variance: NumericTensor } {
  const numbers = parts.map(({ data, dtype, shape }) => {
    if (dtype === 'string') throw new InvalidArgumentError('Normalization: expected numbers to adapt to, got strings.');
    return { data: data as Float32Array, groupOf: groupFinder(shape, kept) };
  });
  const total = numbers.reduce((sum, { data }) => sum + data.length, 0);
  if (total === 0) throw new InvalidArgumentError('Normalization: expected numbers to adapt to, got none.');
  const shape = kept.map((axis) => parts[0]?.shape[axis] ?? 1);
  const perGroup = total / sizeOf(shape);
  const averaged = (term: (value: number, group: number) => number): Float64Array => {
    const sums = new Float64Array(sizeOf(shape));
    for (const { data, groupOf } of numbers) data.forEach((value, i) => (sums[groupOf(i)] = (sums[groupOf(i)] ?? 0) + term(value, groupOf(i)) / perGroup));
    return sums;
  };
  const mean = averaged((value) => value);
  const variance = averaged((value, group) => (value - (mean[group] ?? 0)) ** 2);
  return { mean: tensor(mean, shape), variance: tensor(variance, shape) };
}

/** Which group a place of a row-major array belongs to. */
function groupFinder(shape: readonly number[], kept: readonly number[]): (index: number) => number {
  const strides = shape.map((_, i) => sizeOf(shape.slice(i + 1)));
  return (index) => kept.reduce((group, axis) => group * (shape[axis] ?? 1) + (Math.floor(index / (strides[axis] ?? 1)) % (shape[axis] ?? 1)), 0);
}
