import { ops, sizeOf, type Value, type ValueLike } from '@kedge/graph-core';
import { unexpectedValue, type Field } from '../config/field.js';
import { toIdentifier } from '../config/naming.js';
import { floats, sameRank, shapeOf } from './ranks.js';

const WORDS = ['sum_over_batch_size', 'sum', 'mean', 'mean_with_sample_weight', 'none'] as const;

/** How the losses of elements become one number; `none` leaves them as they are. */
export type Reduction = (typeof WORDS)[number];

/** A reduction in either spelling; `null` is `none`, and `auto`, which Keras 2 writes, is the mean over elements. */
export type ReductionLike = Reduction | 'auto' | 'sumOverBatchSize' | 'meanWithSampleWeight' | null;

/** The key `reduction` of a loss. */
export const reduction = (): Field<ReductionLike, Reduction, false> => ({
  required: false,
  defaultValue: () => 'sum_over_batch_size',
  parse: (value, place) => {
    if (value === null) return 'none';
    if (value === 'auto') return 'sum_over_batch_size';
    const word = WORDS.find((candidate) => typeof value === 'string' && candidate === toIdentifier(value));
    if (word === undefined) throw unexpectedValue(place, WORDS.map((candidate) => `'${candidate}'`).join(' or '), value);
    return word;
  },
  serialize: (value, dialect) => (dialect === 'keras2' && value === 'sum_over_batch_size' ? 'auto' : value),
});

const sizeOfValue = (x: ValueLike): number => sizeOf(shapeOf(x).map((dim) => dim ?? 1));

/** `a / b` for a `b` that is never negative; 0 where it is 0. */
export function divideOrZero(a: ValueLike, b: ValueLike): Value {
  const isZero = ops.equal(b, 0);
  return ops.where(isZero, 0, ops.divide(a, ops.where(isZero, 1, b)));
}

/** Appends dimensions of size 1, so that a weight for each example applies to whatever that example consists of. */
function alignedWeights(weights: ValueLike, values: ValueLike): ValueLike {
  const shape = shapeOf(weights);
  const missing = shapeOf(values).length - shape.length;
  return missing <= 0 || shape.length === 0 ? weights : ops.reshape(weights, [...shape, ...Array.from({ length: missing }, () => 1)]);
}

/**
 * Weights that take a mask into account. For a mean they are scaled so that what is masked does not count as an element.
 *
 * @param sampleWeight `[batch]`, or the shape of the values.
 * @param mask Which positions count.
 */
export function maskedWeights(sampleWeight: ValueLike | null, mask: ValueLike | null, how: Reduction): ValueLike | null {
  if (mask === null) return sampleWeight === null ? null : floats(sampleWeight);
  const kept = floats(mask);
  const isMean = how === 'sum_over_batch_size' || how === 'mean';
  const scaled = isMean ? ops.multiply(kept, divideOrZero(sizeOfValue(kept), ops.sum(kept))) : kept;
  if (sampleWeight === null) return scaled;
  const [a, b] = sameRank(scaled, floats(sampleWeight));
  return ops.multiply(alignedWeights(a, b), alignedWeights(b, a));
}

/**
 * One loss out of the losses of elements, as Keras 3 computes it; where a weight for each example meets several values for
 * each, it applies to all of them.
 *
 * @param values One loss for each element.
 */
export function reduceWeighted(values: ValueLike, sampleWeight: ValueLike | null, mask: ValueLike | null, how: Reduction): Value {
  let weights = maskedWeights(sampleWeight, mask, how);
  let weighted = values;
  if (weights !== null) {
    [weighted, weights] = sameRank(values, weights);
    weighted = ops.multiply(weighted, alignedWeights(weights, weighted));
  }
  if (how === 'none' || shapeOf(weighted).length === 0) return ops.identity(weighted);
  const total = ops.sum(weighted);
  if (how === 'sum') return total;
  if (how === 'mean_with_sample_weight' && weights !== null) return divideOrZero(total, ops.sum(weights));
  return ops.divide(total, sizeOfValue(weighted));
}
