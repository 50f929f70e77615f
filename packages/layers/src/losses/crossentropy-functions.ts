import { areCompatible, formatShape, InvalidArgumentError, normalizeAxis, ops, ShapeMismatchError, type Value, type ValueLike } from '@kedge/graph-core';
import { logitsOf } from '../engine/logits.js';
import { setMask } from '../engine/masks.js';
import { EPSILON } from './epsilon.js';
import { expectSameShape, floats, sameRank, shapeOf } from './ranks.js';

/** How a crossentropy reads its arguments. */
export interface CrossentropyOptions {
  /** Whether predictions are scores rather than probabilities. */
  readonly fromLogits?: boolean;
  /** From 0 to 1: how much of each label is spread evenly over all classes. */
  readonly labelSmoothing?: number;
  /** Where the classes are. */
  readonly axis?: number;
}

/** Probabilities kept away from 0 and 1 by 1e-7. */
export const clipped = (p: ValueLike): Value => ops.clip(p, EPSILON, 1 - EPSILON);

/** Labels of which `amount` is spread over `classes` classes. */
export const smoothed = (yTrue: ValueLike, amount: number, classes: number): ValueLike =>
  amount === 0 ? yTrue : ops.add(ops.multiply(yTrue, 1 - amount), amount / classes);

/** The number of classes that label smoothing counts: the last dimension, as in Keras. */
export const classesOf = (yTrue: ValueLike): number => shapeOf(yTrue).at(-1) ?? 1;

/** Logarithms of class probabilities: exact where the scores are known. */
function logProbabilities(yPred: ValueLike, axis: number, fromLogits: boolean): Value {
  const isLast = axis === shapeOf(yPred).length - 1;
  const scores = fromLogits ? yPred : isLast ? logitsOf(yPred) : undefined;
  if (scores !== undefined) return ops.logSoftmax(scores, axis);
  return ops.log(clipped(ops.divide(yPred, ops.sum(yPred, axis, true))));
}

/**
 * `-sum(t log(p))` over the classes, for labels as one-hot or as probabilities.
 *
 * Probabilities are divided by their sum and kept away from 0 and 1 by 1e-7. Those that a softmax of the same run has made
 * are taken from its scores instead.
 *
 * @param yTrue The shape of `yPred`.
 * @param yPred `[batch, ..., classes]`.
 * @returns `yPred`'s shape without the classes.
 */
export function categoricalCrossentropy(yTrue: ValueLike, yPred: ValueLike, options: CrossentropyOptions = {}): Value {
  const { fromLogits = false, labelSmoothing = 0 } = options;
  const p = floats(yPred);
  const [t] = sameRank(floats(yTrue), p);
  expectSameShape(t, p, 'categoricalCrossentropy', " For whole numbers as labels use 'sparseCategoricalCrossentropy'.");
  const axis = normalizeAxis(options.axis ?? -1, shapeOf(p).length, 'categoricalCrossentropy');
  const labels = smoothed(t, labelSmoothing, classesOf(t));
  return ops.negative(ops.sum(ops.multiply(labels, logProbabilities(p, axis, fromLogits)), axis));
}

/** How {@link sparseCategoricalCrossentropy} reads its arguments. */
export interface SparseCrossentropyOptions {
  /** Whether predictions are scores rather than probabilities. */
  readonly fromLogits?: boolean;
  /** A label that does not count. */
  readonly ignoreClass?: number | null;
  /** Where the classes are; only the last dimension, as in Keras. */
  readonly axis?: number;
}

/**
 * `-log(p[t])`, for labels as whole numbers from 0.
 *
 * @param yTrue `[batch, ...]`, or with a last dimension of 1.
 * @param yPred `[batch, ..., classes]`.
 * @returns `yPred`'s shape without the classes. Where `ignoreClass` stands it is 0, and a mask says so.
 */
export function sparseCategoricalCrossentropy(yTrue: ValueLike, yPred: ValueLike, options: SparseCrossentropyOptions = {}): Value {
  const { fromLogits = false, ignoreClass = null } = options;
  const p = floats(yPred);
  const shape = shapeOf(p);
  const last = shape.length - 1;
  if (normalizeAxis(options.axis ?? -1, shape.length, 'sparseCategoricalCrossentropy') !== last) {
    throw new InvalidArgumentError('sparseCategoricalCrossentropy: expected the classes in the last dimension (axis -1). Transpose the predictions.');
  }
  const targets = shapeOf(yTrue);
  const labels = ops.cast(targets.length === shape.length && targets.at(-1) === 1 ? ops.squeeze(yTrue, -1) : yTrue, 'int32');
  expectLabelFor(labels, p);
  if (ignoreClass === null) return pickedLoss(labels, p, fromLogits);
  const isKept = ops.notEqual(labels, ignoreClass);
  const losses = pickedLoss(ops.where(isKept, labels, 0), ops.where(ops.expandDims(isKept, -1), p, 0), fromLogits);
  const result = ops.where(isKept, losses, 0);
  setMask(result, isKept);
  return result;
}

function expectLabelFor(labels: ValueLike, p: ValueLike): void {
  const [given, wanted] = [shapeOf(labels), shapeOf(p).slice(0, -1)];
  if (!areCompatible(given, wanted)) {
    throw new ShapeMismatchError(
      `sparseCategoricalCrossentropy: expected one label for each prediction, of shape ${formatShape(wanted)}, got ${formatShape(given)}. For one-hot labels use 'categoricalCrossentropy'.`,
    );
  }
}

/** Keras treats clipped logarithms of probabilities as scores, which divides by their sum. */
function pickedLoss(labels: ValueLike, p: ValueLike, fromLogits: boolean): Value {
  const scores = (fromLogits ? p : logitsOf(p)) ?? ops.log(clipped(p));
  const isLabel = ops.oneHot(labels, classesOf(p), -1, 'bool');
  // A choice and not a product: 0 times an infinite score would be NaN.
  return ops.negative(ops.sum(ops.where(isLabel, ops.logSoftmax(scores, -1), 0), -1));
}

/** The binary crossentropy of each element. */
export function elementwiseCrossentropy(t: ValueLike, p: ValueLike, fromLogits: boolean): Value {
  const scores = fromLogits ? p : logitsOf(p);
  const other = ops.subtract(1, t);
  if (scores !== undefined) return ops.add(ops.multiply(t, ops.softplus(ops.negative(scores))), ops.multiply(other, ops.softplus(scores)));
  const q = clipped(p);
  return ops.negative(ops.add(ops.multiply(t, ops.log(q)), ops.multiply(other, ops.log(ops.subtract(1, q)))));
}

/**
 * `mean(-t log(p) - (1 - t) log(1 - p))` over an axis, for labels 0 and 1.
 *
 * Probabilities are kept away from 0 and 1 by 1e-7. Those that a sigmoid of the same run has made are taken from its scores
 * instead.
 *
 * @param yTrue The shape of `yPred`.
 * @param yPred `[batch, ...]`.
 */
export function binaryCrossentropy(yTrue: ValueLike, yPred: ValueLike, options: CrossentropyOptions = {}): Value {
  const { fromLogits = false, labelSmoothing = 0, axis = -1 } = options;
  const [t, p] = sameRank(floats(yTrue), floats(yPred));
  expectSameShape(t, p, 'binaryCrossentropy');
  return ops.mean(elementwiseCrossentropy(smoothed(t, labelSmoothing, 2), p, fromLogits), axis);
}
