import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import type { ConfigOf } from '../config/field.js';
import { Loss, lossFields } from './loss.js';
import { expectSameRank, floats, sameRank } from './ranks.js';

/** Labels 0 and 1 become -1 and 1; labels of which one is neither stay as they are. */
function signedLabels(yTrue: ValueLike): Value {
  const areBinary = ops.all(ops.logicalOr(ops.equal(yTrue, 0), ops.equal(yTrue, 1)));
  return ops.where(areBinary, ops.subtract(ops.multiply(yTrue, 2), 1), yTrue);
}

function margins(yTrue: ValueLike, yPred: ValueLike, what: string): Value {
  const [t, p] = sameRank(floats(yTrue), floats(yPred));
  expectSameRank(t, p, what);
  return ops.maximum(ops.subtract(1, ops.multiply(signedLabels(t), p)), 0);
}

/** `mean(max(1 - t p, 0))` over the last dimension, for labels -1 and 1, or 0 and 1. */
export function hinge(yTrue: ValueLike, yPred: ValueLike): Value {
  return ops.mean(margins(yTrue, yPred, 'hinge'), -1);
}

/** `mean(max(1 - t p, 0)^2)` over the last dimension, for labels -1 and 1, or 0 and 1. */
export function squaredHinge(yTrue: ValueLike, yPred: ValueLike): Value {
  return ops.mean(ops.square(margins(yTrue, yPred, 'squaredHinge')), -1);
}

/** `max(max((1 - t) p) - sum(t p) + 1, 0)` over the last dimension, for one-hot labels. */
export function categoricalHinge(yTrue: ValueLike, yPred: ValueLike): Value {
  const [t, p] = sameRank(floats(yTrue), floats(yPred));
  expectSameRank(t, p, 'categoricalHinge');
  const right = ops.sum(ops.multiply(t, p), -1);
  const wrong = ops.max(ops.multiply(ops.subtract(1, t), p), -1);
  return ops.maximum(ops.add(ops.subtract(wrong, right), 1), 0);
}

const hingeFields = lossFields('hinge');

/** Reduces {@link hinge}. */
export class Hinge extends Loss<typeof hingeFields> {
  static readonly className = 'Hinge';
  static readonly fields = hingeFields;

  constructor(config: ConfigOf<typeof hingeFields> = {}) {
    super(config);
  }

  override call(yTrue: ValueLike, yPred: ValueLike): Value {
    return hinge(yTrue, yPred);
  }
}

const squaredHingeFields = lossFields('squared_hinge');

/** Reduces {@link squaredHinge}. */
export class SquaredHinge extends Loss<typeof squaredHingeFields> {
  static readonly className = 'SquaredHinge';
  static readonly fields = squaredHingeFields;

  constructor(config: ConfigOf<typeof squaredHingeFields> = {}) {
    super(config);
  }

  override call(yTrue: ValueLike, yPred: ValueLike): Value {
    return squaredHinge(yTrue, yPred);
  }
}

const categoricalHingeFields = lossFields('categorical_hinge');

/** Reduces {@link categoricalHinge}. */
export class CategoricalHinge extends Loss<typeof categoricalHingeFields> {
  static readonly className = 'CategoricalHinge';
  static readonly fields = categoricalHingeFields;

  constructor(config: ConfigOf<typeof categoricalHingeFields> = {}) {
    super(config);
  }

  override call(yTrue: ValueLike, yPred: ValueLike): Value {
    return categoricalHinge(yTrue, yPred);
  }
}
