import { normalizeAxes, ops, ShapeMismatchError, type TensorSpec, type Value, type ValueLike } from '@kedge/graph-core';
import { axisOrAxes, boolean, number, only, onlyIn, whenSetIn } from '../config/basic-fields.js';
import { objectField, optionalObjectField } from '../config/object-field.js';
import { constraintFamily } from '../constraints/index.js';
import { currentCallContext } from '../engine/call-context.js';
import { built } from '../engine/dims.js';
import { Layer, type CallOptions, type LayerConfig } from '../engine/layer.js';
import type { Variable } from '../engine/variable.js';
import { initializerFamily } from '../initializers/index.js';
import { rankOf } from '../layout/channels.js';
import { regularizerFamily } from '../regularizers/index.js';

const fields = {
  axis: axisOrAxes(-1),
  momentum: number(0.99),
  epsilon: number(1e-3),
  center: boolean(true),
  scale: boolean(true),
  betaInitializer: objectField(initializerFamily, 'zeros'),
  gammaInitializer: objectField(initializerFamily, 'ones'),
  movingMeanInitializer: objectField(initializerFamily, 'zeros'),
  movingVarianceInitializer: objectField(initializerFamily, 'ones'),
  betaRegularizer: optionalObjectField(regularizerFamily),
  gammaRegularizer: optionalObjectField(regularizerFamily),
  betaConstraint: optionalObjectField(constraintFamily),
  gammaConstraint: optionalObjectField(constraintFamily),
  // One machine computes here, so its batch is the whole batch either way.
  synchronized: onlyIn('keras3', boolean(false)),
  renorm: onlyIn('keras3', whenSetIn('keras3', only(false, 'batch renormalization is not supported'))),
  renormMomentum: onlyIn('keras3', whenSetIn('keras3', number(0.99))),
};

export type BatchNormalizationConfig = LayerConfig<typeof fields>;

/** Keeps a division by the weight of all positions finite where a mask leaves none; Keras' `backend.epsilon()`. */
const MASK_EPSILON = 1e-7;

/**
 * Batch normalization (Ioffe and Szegedy, 2015): `(x - mean) / sqrt(variance + epsilon) * gamma + beta`, per channel.
 *
 * In training, mean and variance are those of the batch (the variance without Bessel's correction, as in Keras 3), and the
 * moving ones follow: `moving * momentum + batch * (1 - momentum)`. At inference, and while the layer is frozen, they are
 * the moving ones.
 *
 * Output: shape of the input. Weights, where scale and center are on: gamma, beta, moving_mean, moving_variance, each
 * `[channels]`; with several axes their sizes at those axes and 1 elsewhere.
 */
export class BatchNormalization extends Layer<typeof fields> {
  static readonly className = 'BatchNormalization';
  static readonly fields = fields;
  #axes: readonly number[] = [];
  #gamma: Variable | undefined;
  #beta: Variable | undefined;
  #movingMean: Variable | undefined;
  #movingVariance: Variable | undefined;

  constructor(config: BatchNormalizationConfig = {}) {
    super(config);
  }

  protected override get supportsMasking(): boolean {
    return true;
  }

  protected override build(inputs: readonly TensorSpec[]): void {
    const { config } = this;
    const inputShape = inputs[0]?.shape ?? [];
    this.#axes = normalizeAxes(config.axis, inputShape.length, `BatchNormalization '${this.name}'`);
    const shape = this.#axes.length === 1 ? this.#axes.map((axis) => inputShape[axis] ?? null) : inputShape.map((dim, i) => (this.#axes.includes(i) ? dim : 1));
    if (config.scale) {
      this.#gamma = this.addWeight('gamma', shape, { initializer: config.gammaInitializer, regularizer: config.gammaRegularizer, constraint: config.gammaConstraint });
    }
    if (config.center) {
      this.#beta = this.addWeight('beta', shape, { initializer: config.betaInitializer, regularizer: config.betaRegularizer, constraint: config.betaConstraint });
    }
    this.#movingMean = this.addWeight('moving_mean', shape, { initializer: config.movingMeanInitializer, trainable: false });
    this.#movingVariance = this.addWeight('moving_variance', shape, { initializer: config.movingVarianceInitializer, trainable: false });
  }

  protected override call(x: ValueLike, { training, mask }: CallOptions): Value {
    const movingMean = built(this.#movingMean);
    const movingVariance = built(this.#movingVariance);
    if (!training || !this.trainable) return this.#normalize(x, movingMean, movingVariance);
    const [mean, variance] = this.#moments(x, mask as ValueLike | null);
    this.#follow(movingMean, mean);
    this.#follow(movingVariance, variance);
    return this.#normalize(x, mean, variance);
  }

  /** Moves a statistic towards that of the batch; a layer that is called twice moves it twice. */
  #follow(moving: Variable, batch: Value): void {
    const { momentum } = this.config;
    const before = currentCallContext()?.updates.get(moving) ?? moving;
    this.addUpdate(moving, ops.add(ops.multiply(before, momentum), ops.multiply(batch, 1 - momentum)));
  }

  /** Mean and variance of the batch, in the shape of the moving ones. */
  #moments(x: ValueLike, mask: ValueLike | null): [Value, Value] {
    const reduced = Array.from({ length: rankOf(x) }, (_, i) => i).filter((axis) => !this.#axes.includes(axis));
    const average = mask === null ? (y: ValueLike): Value => ops.mean(y, reduced, true) : this.#weightedAverage(x, mask, reduced);
    const mean = average(x);
    const variance = average(ops.square(ops.subtract(x, ops.stopGradient(mean))));
    const finish = (value: Value): Value => (this.#axes.length === 1 ? ops.squeeze(value, reduced) : value);
    return [finish(mean), finish(variance)];
  }

  #weightedAverage(x: ValueLike, mask: ValueLike, reduced: readonly number[]): (y: ValueLike) => Value {
    if (rankOf(mask) !== rankOf(x) - 1) {
      throw new ShapeMismatchError(`BatchNormalization '${this.name}': expected a mask of rank ${rankOf(x) - 1} for an input of rank ${rankOf(x)}, got rank ${rankOf(mask)}.`);
    }
    const weights = ops.multiply(ops.cast(ops.expandDims(mask, -1), 'float32'), ops.onesLike(x));
    const total = ops.add(ops.sum(weights, reduced, true), MASK_EPSILON);
    return (y) => ops.divide(ops.sum(ops.multiply(weights, y), reduced, true), total);
  }

  #normalize(x: ValueLike, mean: ValueLike, variance: ValueLike): Value {
    const { epsilon } = this.config;
    const [axis = -1, ...more] = this.#axes;
    if (more.length > 0) return this.#normalizeBroadcast(x, mean, variance);
    const options = { epsilon, ...(this.#beta === undefined ? {} : { offset: this.#beta }), ...(this.#gamma === undefined ? {} : { scale: this.#gamma }) };
    const last = rankOf(x) - 1;
    if (axis === last) return ops.batchNormalization(x, mean, variance, options);
    const others = Array.from({ length: last }, (_, i) => (i < axis ? i : i + 1));
    const normalized = ops.batchNormalization(ops.transpose(x, [...others, axis]), mean, variance, options);
    return ops.transpose(normalized, Array.from({ length: last + 1 }, (_, i) => (i === axis ? last : i < axis ? i : i - 1)));
  }

  /** With several axes the parameters have the rank of the input. */
  #normalizeBroadcast(x: ValueLike, mean: ValueLike, variance: ValueLike): Value {
    const deviation = ops.rsqrt(ops.add(variance, this.config.epsilon));
    const scale = this.#gamma === undefined ? deviation : ops.multiply(deviation, this.#gamma);
    const scaled = ops.multiply(ops.subtract(x, mean), scale);
    return this.#beta === undefined ? scaled : ops.add(scaled, this.#beta);
  }
}

/** Makes a {@link BatchNormalization}. */
export const batchNormalization = (config: BatchNormalizationConfig = {}): BatchNormalization => new BatchNormalization(config);
