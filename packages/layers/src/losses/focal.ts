import { normalizeAxis, ops, type Value, type ValueLike } from '@kedge/graph-core';
import { axis, boolean, number } from '../config/basic-fields.js';
import type { ConfigOf } from '../config/field.js';
import { classesOf, clipped, elementwiseCrossentropy, smoothed, type CrossentropyOptions } from './crossentropy-functions.js';
import { Loss, lossFields } from './loss.js';
import { expectSameShape, floats, sameRank, shapeOf } from './ranks.js';

/** How a focal crossentropy weighs elements (Lin et al., "Focal loss for dense object detection", 2017). */
export interface FocalOptions extends CrossentropyOptions {
  /** Weight of the positive class. */
  readonly alpha?: number;
  /** How fast well-classified elements lose weight. */
  readonly gamma?: number;
}

/** How {@link binaryFocalCrossentropy} weighs elements. */
export interface BinaryFocalOptions extends FocalOptions {
  /** Whether `alpha` weighs the classes. */
  readonly applyClassBalancing?: boolean;
}

/** A binary crossentropy, each element times `(1 - p_t)^gamma`; the mean over an axis. Shapes as in {@link binaryCrossentropy}. */
export function binaryFocalCrossentropy(yTrue: ValueLike, yPred: ValueLike, options: BinaryFocalOptions = {}): Value {
  const { applyClassBalancing = false, alpha = 0.25, gamma = 2, fromLogits = false, labelSmoothing = 0 } = options;
  const [labels, given] = sameRank(floats(yTrue), floats(yPred));
  expectSameShape(labels, given, 'binaryFocalCrossentropy');
  const t = smoothed(labels, labelSmoothing, 2);
  const p = fromLogits ? ops.sigmoid(given) : given;
  const mix = (ifOne: ValueLike, ifZero: ValueLike): Value => ops.add(ops.multiply(t, ifOne), ops.multiply(ops.subtract(1, t), ifZero));
  const focus = ops.power(ops.subtract(1, mix(p, ops.subtract(1, p))), gamma);
  const focal = ops.multiply(focus, elementwiseCrossentropy(t, p, false));
  return ops.mean(applyClassBalancing ? ops.multiply(mix(alpha, 1 - alpha), focal) : focal, options.axis ?? -1);
}

/** A categorical crossentropy, each class times `alpha (1 - p)^gamma`. Shapes as in {@link categoricalCrossentropy}. */
export function categoricalFocalCrossentropy(yTrue: ValueLike, yPred: ValueLike, options: FocalOptions = {}): Value {
  const { alpha = 0.25, gamma = 2, fromLogits = false, labelSmoothing = 0 } = options;
  const given = floats(yPred);
  const [labels] = sameRank(floats(yTrue), given);
  expectSameShape(labels, given, 'categoricalFocalCrossentropy');
  const axis = normalizeAxis(options.axis ?? -1, shapeOf(given).length, 'categoricalFocalCrossentropy');
  const t = smoothed(labels, labelSmoothing, classesOf(labels));
  const raw = fromLogits ? ops.softmax(given, axis) : given;
  const p = clipped(ops.divide(raw, ops.sum(raw, axis, true)));
  const weight = ops.multiply(ops.power(ops.subtract(1, p), gamma), alpha);
  return ops.negative(ops.sum(ops.multiply(weight, ops.multiply(t, ops.log(p))), axis));
}

const focalFields = { alpha: number(0.25), gamma: number(2), fromLogits: boolean(false), labelSmoothing: number(0), axis: axis(-1) };
const binaryFields = { ...lossFields('binary_focal_crossentropy'), applyClassBalancing: boolean(false), ...focalFields };

/** Reduces {@link binaryFocalCrossentropy}. */
export class BinaryFocalCrossentropy extends Loss<typeof binaryFields> {
  static readonly className = 'BinaryFocalCrossentropy';
  static readonly fields = binaryFields;

  constructor(config: ConfigOf<typeof binaryFields> = {}) {
    super(config);
  }

  override call(yTrue: ValueLike, yPred: ValueLike): Value {
    return binaryFocalCrossentropy(yTrue, yPred, this.config);
  }
}

const categoricalFields = { ...lossFields('categorical_focal_crossentropy'), ...focalFields };

/** Reduces {@link categoricalFocalCrossentropy}. */
export class CategoricalFocalCrossentropy extends Loss<typeof categoricalFields> {
  static readonly className = 'CategoricalFocalCrossentropy';
  static readonly fields = categoricalFields;

  constructor(config: ConfigOf<typeof categoricalFields> = {}) {
    super(config);
  }

  override call(yTrue: ValueLike, yPred: ValueLike): Value {
    return categoricalFocalCrossentropy(yTrue, yPred, this.config);
  }
}
