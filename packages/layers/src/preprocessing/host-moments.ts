import { InvalidArgumentError, sizeOf, tensor, type NumericTensor, type Tensor } from '@kedge/graph-core';

/**
 * Mean and variance of values in host memory.
 *
 * @param data Any shape, at least one example.
 * @param kept Axes along which places are told apart, ascending.
 * @returns Both of the sizes at the kept axes; computed in double precision.
 */
export function momentsOver(data: Tensor, kept: readonly number[]): { mean: NumericTensor; variance: NumericTensor } {
  if (data.dtype === 'string' || data.data.length === 0) throw new InvalidArgumentError('Normalization: expected numbers to adapt to, got none.');
  const shape = kept.map((axis) => data.shape[axis] ?? 1);
  const groups = sizeOf(shape);
  const groupOf = groupFinder(data.shape, kept);
  const perGroup = data.data.length / groups;
  const mean = new Float64Array(groups);
  data.data.forEach((value, i) => (mean[groupOf(i)] = (mean[groupOf(i)] ?? 0) + value / perGroup));
  const variance = new Float64Array(groups);
  data.data.forEach((value, i) => (variance[groupOf(i)] = (variance[groupOf(i)] ?? 0) + (value - (mean[groupOf(i)] ?? 0)) ** 2 / perGroup));
  return { mean: tensor(mean, shape), variance: tensor(variance, shape) };
}

/** Which group a place of a row-major array belongs to. */
function groupFinder(shape: readonly number[], kept: readonly number[]): (index: number) => number {
  const strides = shape.map((_, i) => sizeOf(shape.slice(i + 1)));
  return (index) => kept.reduce((group, axis) => group * (shape[axis] ?? 1) + (Math.floor(index / (strides[axis] ?? 1)) % (shape[axis] ?? 1)), 0);
}
