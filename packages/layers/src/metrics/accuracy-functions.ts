import { InvalidArgumentError, ops, type Value, type ValueLike } from '@kedge/graph-core';
import { expectSameRank, floats, sameRank, shapeOf } from '../losses/ranks.js';

const asScore = (matches: ValueLike): Value => ops.cast(matches, 'float32');

/** 1 where a probability above the threshold meets label 1, or one below label 0. Shape: that of `yPred`. */
export function binaryAccuracy(yTrue: ValueLike, yPred: ValueLike, threshold = 0.5): Value {
  const [t, p] = sameRank(floats(yTrue), floats(yPred));
  expectSameRank(t, p, 'binaryAccuracy');
  return asScore(ops.equal(t, ops.cast(ops.greater(p, threshold), 'float32')));
}

/** 1 where the most probable class is that of a one-hot label. Shape: `yPred` without the classes. */
export function categoricalAccuracy(yTrue: ValueLike, yPred: ValueLike): Value {
  expectSameRank(yTrue, yPred, 'categoricalAccuracy');
  return asScore(ops.equal(ops.argmax(floats(yTrue), -1), ops.argmax(floats(yPred), -1)));
}

/** Whole-number labels without a last dimension of 1 that predictions do not have. */
function labelsFor(yTrue: ValueLike, yPred: ValueLike, what: string): Value {
  const shape = shapeOf(yTrue);
  const rank = shapeOf(yPred).length;
  const labels = ops.cast(shape.length === rank && shape.at(-1) === 1 ? ops.squeeze(yTrue, -1) : yTrue, 'int32');
  expectSameRank(ops.expandDims(labels, -1), yPred, what);
  return labels;
}

/** 1 where the most probable class is the label. Shape: `yPred` without the classes. */
export function sparseCategoricalAccuracy(yTrue: ValueLike, yPred: ValueLike): Value {
  return asScore(ops.equal(labelsFor(yTrue, yPred, 'sparseCategoricalAccuracy'), ops.argmax(floats(yPred), -1)));
}

/** 1 where less than `k` classes are more probable than the label; 0 where a prediction is not finite. */
function inTopK(labels: ValueLike, yPred: ValueLike, k: number): Value {
  if (!Number.isInteger(k) || k < 1) throw new InvalidArgumentError(`Expected a whole number of classes from 1, got ${k}.`);
  const isLabel = ops.oneHot(labels, shapeOf(yPred).at(-1) ?? 1, -1, 'bool');
  const score = ops.sum(ops.where(isLabel, yPred, 0), -1, true);
  const above = ops.sum(ops.cast(ops.greater(yPred, score), 'int32'), -1);
  const isSound = ops.logicalAnd(ops.any(isLabel, -1), ops.all(ops.isFinite(yPred), -1));
  return asScore(ops.logicalAnd(isSound, ops.less(above, k)));
}

/** 1 where the class of a one-hot label is among the `k` most probable. Shape: `yPred` without the classes. */
export function topKCategoricalAccuracy(yTrue: ValueLike, yPred: ValueLike, k = 5): Value {
  expectSameRank(yTrue, yPred, 'topKCategoricalAccuracy');
  return inTopK(ops.argmax(floats(yTrue), -1), floats(yPred), k);
}

/** 1 where the label is among the `k` most probable classes. Shape: `yPred` without the classes. */
export function sparseTopKCategoricalAccuracy(yTrue: ValueLike, yPred: ValueLike, k = 5): Value {
  return inTopK(labelsFor(yTrue, yPred, 'sparseTopKCategoricalAccuracy'), floats(yPred), k);
}
