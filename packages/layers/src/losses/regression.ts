import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import { axis, number } from '../config/basic-fields.js';
import type { ConfigOf } from '../config/field.js';
import { EPSILON } from './epsilon.js';
import { Loss, lossFields } from './loss.js';
import { expectSameRank, floats, sameRank } from './ranks.js';

function operands(yTrue: ValueLike, yPred: ValueLike, what: string): [ValueLike, ValueLike] {
  const [targets, predictions] = sameRank(floats(yTrue), floats(yPred));
  expectSameRank(targets, predictions, what);
  return [targets, predictions];
}

/** `mean((t - p)^2)` over the last dimension. */
export function meanSquaredError(yTrue: ValueLike, yPred: ValueLike): Value {
  const [t, p] = operands(yTrue, yPred, 'meanSquaredError');
  return ops.mean(ops.square(ops.subtract(t, p)), -1);
}

/** `mean(|t - p|)` over the last dimension. */
export function meanAbsoluteError(yTrue: ValueLike, yPred: ValueLike): Value {
  const [t, p] = operands(yTrue, yPred, 'meanAbsoluteError');
  return ops.mean(ops.abs(ops.subtract(t, p)), -1);
}

/** `100 mean(|(t - p) / t|)` over the last dimension; targets nearer to zero than 1e-7 count as 1e-7. */
export function meanAbsolutePercentageError(yTrue: ValueLike, yPred: ValueLike): Value {
  const [t, p] = operands(yTrue, yPred, 'meanAbsolutePercentageError');
  return ops.multiply(ops.mean(ops.abs(ops.divide(ops.subtract(t, p), ops.maximum(ops.abs(t), EPSILON))), -1), 100);
}

const shiftedLog = (x: ValueLike): Value => ops.log(ops.add(ops.maximum(x, EPSILON), 1));

/** `mean((log(1 + t) - log(1 + p))^2)` over the last dimension; negative numbers count as zero. */
export function meanSquaredLogarithmicError(yTrue: ValueLike, yPred: ValueLike): Value {
  const [t, p] = operands(yTrue, yPred, 'meanSquaredLogarithmicError');
  return ops.mean(ops.square(ops.subtract(shiftedLog(p), shiftedLog(t))), -1);
}

/** The mean over the last dimension of half the square up to an error of `delta`, and of a line from there on (Huber, 1964). */
export function huber(yTrue: ValueLike, yPred: ValueLike, delta = 1): Value {
  const [t, p] = operands(yTrue, yPred, 'huber');
  const error = ops.subtract(p, t);
  const size = ops.abs(error);
  const line = ops.subtract(ops.multiply(size, delta), 0.5 * delta * delta);
  return ops.mean(ops.where(ops.lessEqual(size, delta), ops.multiply(ops.square(error), 0.5), line), -1);
}

/** `mean(log(cosh(p - t)))` over the last dimension. */
export function logCosh(yTrue: ValueLike, yPred: ValueLike): Value {
  const [t, p] = operands(yTrue, yPred, 'logCosh');
  const x = ops.subtract(p, t);
  return ops.mean(ops.subtract(ops.add(x, ops.softplus(ops.multiply(x, -2))), Math.LN2), -1);
}

function unit(x: ValueLike, along: number): Value {
  return ops.multiply(x, ops.minimum(ops.rsqrt(ops.sum(ops.square(x), along, true)), 1 / EPSILON));
}

/** The negative cosine of the angle between targets and predictions along an axis. */
export function cosineSimilarity(yTrue: ValueLike, yPred: ValueLike, along = -1): Value {
  const [t, p] = operands(yTrue, yPred, 'cosineSimilarity');
  return ops.negative(ops.sum(ops.multiply(unit(t, along), unit(p, along)), along));
}

const meanSquaredErrorFields = lossFields('mean_squared_error');

/** Reduces {@link meanSquaredError}. */
export class MeanSquaredError extends Loss<typeof meanSquaredErrorFields> {
  static readonly className = 'MeanSquaredError';
  static readonly fields = meanSquaredErrorFields;

  constructor(config: ConfigOf<typeof meanSquaredErrorFields> = {}) {
    super(config);
  }

  override call(yTrue: ValueLike, yPred: ValueLike): Value {
    return meanSquaredError(yTrue, yPred);
  }
}

const meanAbsoluteErrorFields = lossFields('mean_absolute_error');

/** Reduces {@link meanAbsoluteError}. */
export class MeanAbsoluteError extends Loss<typeof meanAbsoluteErrorFields> {
  static readonly className = 'MeanAbsoluteError';
  static readonly fields = meanAbsoluteErrorFields;

  constructor(config: ConfigOf<typeof meanAbsoluteErrorFields> = {}) {
    super(config);
  }

  override call(yTrue: ValueLike, yPred: ValueLike): Value {
    return meanAbsoluteError(yTrue, yPred);
  }
}

const percentageFields = lossFields('mean_absolute_percentage_error');

/** Reduces {@link meanAbsolutePercentageError}. */
export class MeanAbsolutePercentageError extends Loss<typeof percentageFields> {
  static readonly className = 'MeanAbsolutePercentageError';
  static readonly fields = percentageFields;

  constructor(config: ConfigOf<typeof percentageFields> = {}) {
    super(config);
  }

  override call(yTrue: ValueLike, yPred: ValueLike): Value {
    return meanAbsolutePercentageError(yTrue, yPred);
  }
}

const logarithmicFields = lossFields('mean_squared_logarithmic_error');

/** Reduces {@link meanSquaredLogarithmicError}. */
export class MeanSquaredLogarithmicError extends Loss<typeof logarithmicFields> {
  static readonly className = 'MeanSquaredLogarithmicError';
  static readonly fields = logarithmicFields;

  constructor(config: ConfigOf<typeof logarithmicFields> = {}) {
    super(config);
  }

  override call(yTrue: ValueLike, yPred: ValueLike): Value {
    return meanSquaredLogarithmicError(yTrue, yPred);
  }
}

const huberFields = { ...lossFields('huber_loss'), delta: number(1) };

/** Reduces {@link huber}. */
export class Huber extends Loss<typeof huberFields> {
  static readonly className = 'Huber';
  static readonly fields = huberFields;

  constructor(config: ConfigOf<typeof huberFields> = {}) {
    super(config);
  }

  override call(yTrue: ValueLike, yPred: ValueLike): Value {
    return huber(yTrue, yPred, this.config.delta);
  }
}

const logCoshFields = lossFields('log_cosh');

/** Reduces {@link logCosh}. */
export class LogCosh extends Loss<typeof logCoshFields> {
  static readonly className = 'LogCosh';
  static readonly fields = logCoshFields;

  constructor(config: ConfigOf<typeof logCoshFields> = {}) {
    super(config);
  }

  override call(yTrue: ValueLike, yPred: ValueLike): Value {
    return logCosh(yTrue, yPred);
  }
}

const cosineFields = { ...lossFields('cosine_similarity'), axis: axis(-1) };

/** Reduces {@link cosineSimilarity}. */
export class CosineSimilarity extends Loss<typeof cosineFields> {
  static readonly className = 'CosineSimilarity';
  static readonly fields = cosineFields;

  constructor(config: ConfigOf<typeof cosineFields> = {}) {
    super(config);
  }

  override call(yTrue: ValueLike, yPred: ValueLike): Value {
    return cosineSimilarity(yTrue, yPred, this.config.axis);
  }
}
