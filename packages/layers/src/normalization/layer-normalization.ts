import { normalizeAxes, normalizeAxis, ops, type TensorSpec, type Value, type ValueLike } from '@kedge/graph-core';
import { axisOrAxes, boolean, number, onlyIn } from '../config/basic-fields.js';
import { objectField, optionalObjectField } from '../config/object-field.js';
import { constraintFamily } from '../constraints/index.js';
import { Layer, type LayerConfig } from '../engine/layer.js';
import type { Variable } from '../engine/variable.js';
import { initializerFamily } from '../initializers/index.js';
import { rankOf, shapeOf } from '../layout/channels.js';
import { regularizerFamily } from '../regularizers/index.js';
import { center, spreadOver } from './moments.js';

const fields = {
  axis: axisOrAxes(-1),
  epsilon: number(1e-3),
  center: boolean(true),
  scale: boolean(true),
  rmsScaling: onlyIn('keras3', boolean(false), 'rms_scaling'),
  betaInitializer: objectField(initializerFamily, 'zeros'),
  gammaInitializer: objectField(initializerFamily, 'ones'),
  betaRegularizer: optionalObjectField(regularizerFamily),
  gammaRegularizer: optionalObjectField(regularizerFamily),
  betaConstraint: optionalObjectField(constraintFamily),
  gammaConstraint: optionalObjectField(constraintFamily),
};

export type LayerNormalizationConfig = LayerConfig<typeof fields>;

/**
 * Layer normalization (Ba et al., 2016): `(x - mean) / sqrt(variance + epsilon) * gamma + beta`, over axes of each example.
 *
 * With `rmsScaling` only `x / sqrt(variance + epsilon) * gamma`, as Keras 3 has it. Output: shape of the input. Weights, where
 * scale and center are on: gamma and beta, the sizes of the input at the axes.
 */
export class LayerNormalization extends Layer<typeof fields> {
  static readonly className = 'LayerNormalization';
  static readonly fields = fields;
  #gamma: Variable | undefined;
  #beta: Variable | undefined;

  constructor(config: LayerNormalizationConfig = {}) {
    super(config);
  }

  protected override get supportsMasking(): boolean {
    return true;
  }

  protected override build(inputs: readonly TensorSpec[]): void {
    const { config } = this;
    const inputShape = inputs[0]?.shape ?? [];
    // Keras orders the axes as they are written, negative ones first.
    const axes = typeof config.axis === 'number' ? [config.axis] : config.axis.toSorted((a, b) => a - b);
    const shape = axes.map((axis) => inputShape[normalizeAxis(axis, inputShape.length, `LayerNormalization '${this.name}'`)] ?? null);
    if (config.scale || config.rmsScaling) {
      this.#gamma = this.addWeight('gamma', shape, { initializer: config.gammaInitializer, regularizer: config.gammaRegularizer, constraint: config.gammaConstraint });
    }
    if (config.center && !config.rmsScaling) {
      this.#beta = this.addWeight('beta', shape, { initializer: config.betaInitializer, regularizer: config.betaRegularizer, constraint: config.betaConstraint });
    }
  }

  protected override call(x: ValueLike): Value {
    const { axis, epsilon, rmsScaling } = this.config;
    const axes = normalizeAxes(axis, rankOf(x), 'LayerNormalization');
    const { centered, variance } = center(x, axes);
    const spread = (parameter: ValueLike): ValueLike => spreadOver(parameter, axes, shapeOf(x));
    const normalized = ops.multiply(rmsScaling ? x : centered, ops.rsqrt(ops.add(variance, epsilon)));
    const scaled = this.#gamma === undefined ? normalized : ops.multiply(normalized, spread(this.#gamma));
    return this.#beta === undefined ? scaled : ops.add(scaled, spread(this.#beta));
  }
}

/** Makes a {@link LayerNormalization}. */
export const layerNormalization = (config: LayerNormalizationConfig = {}): LayerNormalization => new LayerNormalization(config);
