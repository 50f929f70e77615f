import { InvalidArgumentError, tensor, type Tensor } from '@kedge/graph-core';

/** How much each class counts, by its number; one that is missing counts 1. */
export type ClassWeight = Readonly<Record<number | string, number>>;

/**
 * The weight of each example, by its label.
 *
 * @param labels Whole numbers, `[batch]` or `[batch, 1]`; or `[batch, classes]`, of which the largest is the label.
 * @returns Shape `[batch]`.
 */
export function classWeights(labels: Tensor, weights: ClassWeight): Tensor {
  const { data, shape } = labels;
  const rows = shape[0] ?? 0;
  const width = rows === 0 ? 1 : data.length / rows;
  const isOneHot = shape.length === 2 && shape[1] !== 1;
  if (labels.dtype === 'string' || (width !== 1 && !isOneHot)) {
    throw new InvalidArgumentError(`classWeight: expected one label for each example, of shape [batch], [batch, 1] or [batch, classes], got [${shape.join(', ')}] of ${labels.dtype}. Use sampleWeight.`);
  }
  const numbers = labels.data;
  const labelOf = (row: number): number => {
    if (!isOneHot) return Math.round(numbers[row] ?? 0);
    let best = 0;
    for (let i = 1; i < width; i++) if ((numbers[row * width + i] ?? 0) > (numbers[row * width + best] ?? 0)) best = i;
    return best;
  };
  return tensor(Float32Array.from({ length: rows }, (_, row) => weights[labelOf(row)] ?? 1), [rows]);
}
