import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import { toFloat } from '../layout/to-float.js';
import { tidily } from './random-picture-layer.js';

/**
 * Labels of pictures that were mixed with others of their batch.
 *
 * @param labels `[batch, classes]`.
 * @param weight How much of each picture is left, `[batch]`.
 * @param order Which picture each was mixed with, `[batch]`.
 */
export function mixLabels(labels: ValueLike, weight: ValueLike, order: ValueLike): Value {
  return tidily(labels, () => {
    const own = ops.reshape(weight, [-1, 1]);
    const float = toFloat(labels);
    return ops.add(ops.multiply(own, float), ops.multiply(ops.subtract(1, own), ops.take(float, order, 0)));
  });
}

/**
 * A random order of the pictures of a batch.
 *
 * @param keys Random numbers, `[batch]`.
 * @returns `[batch]`, int32.
 */
export function permutation(keys: Value, batch: number): ValueLike {
  return ops.topK(keys, batch)[1] ?? 0;
}
