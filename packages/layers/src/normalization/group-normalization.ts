import { normalizeAxis, ops, type Shape, type TensorSpec, type Value, type ValueLike } from '@kedge/graph-core';
import { axis, boolean, integer, number } from '../config/basic-fields.js';
import { InvalidConfigError } from '../config/field.js';
import { objectField, optionalObjectField } from '../config/object-field.js';
import { constraintFamily } from '../constraints/index.js';
import { Layer, type LayerConfig } from '../engine/layer.js';
import type { Variable } from '../engine/variable.js';
import { initializerFamily } from '../initializers/index.js';
import { shapeOf } from '../layout/channels.js';
import { regularizerFamily } from '../regularizers/index.js';
import { center } from './moments.js';

const fields = {
  groups: integer(32, -1),
  axis: axis(-1),
  epsilon: number(1e-3),
  center: boolean(true),
  scale: boolean(true),
  betaInitializer: objectField(initializerFamily, 'zeros'),
  gammaInitializer: objectField(initializerFamily, 'ones'),
  betaRegularizer: optionalObjectField(regularizerFamily),
  gammaRegularizer: optionalObjectField(regularizerFamily),
  betaConstraint: optionalObjectField(constraintFamily),
  gammaConstraint: optionalObjectField(constraintFamily),
};

export type GroupNormalizationConfig = LayerConfig<typeof fields>;

/**
 * Group normalization (Wu and He, 2018): each example's channels are normalized in `groups` of neighbours, over space; -1
 * makes a group of each channel.
 *
 * Output: shape of the input. Weights, where scale and center are on: gamma `[channels]`, beta `[channels]`.
 */
export class GroupNormalization extends Layer<typeof fields> {
  static readonly className = 'GroupNormalization';
  static readonly fields = fields;
  #axis = 0;
  #groups = 1;
  #perGroup = 1;
  #gamma: Variable | undefined;
  #beta: Variable | undefined;

  constructor(config: GroupNormalizationConfig = {}) {
    super(config);
  }

  protected override get supportsMasking(): boolean {
    return true;
  }

  protected override build(inputs: readonly TensorSpec[]): void {
    const { config } = this;
    const shape = inputs[0]?.shape ?? [];
    this.#axis = normalizeAxis(config.axis, shape.length, `GroupNormalization '${this.name}'`);
    const channels = shape[this.#axis] ?? null;
    this.#groups = config.groups === -1 ? (channels ?? 0) : config.groups;
    if (channels === null || this.#groups < 1 || channels % this.#groups !== 0) {
      throw new InvalidConfigError(`GroupNormalization '${this.name}': expected a number of groups that divides the ${channels ?? 'unknown'} channels along axis ${config.axis}, got ${config.groups}.`);
    }
    this.#perGroup = channels / this.#groups;
    if (config.scale) {
      this.#gamma = this.addWeight('gamma', [channels], { initializer: config.gammaInitializer, regularizer: config.gammaRegularizer, constraint: config.gammaConstraint });
    }
    if (config.center) {
      this.#beta = this.addWeight('beta', [channels], { initializer: config.betaInitializer, regularizer: config.betaRegularizer, constraint: config.betaConstraint });
    }
  }

  protected override call(x: ValueLike): Value {
    const shape = shapeOf(x);
    const grouped = ops.reshape(x, this.#inGroups(shape));
    const { centered, variance } = center(grouped, grouped.shape.flatMap((_, i) => (i === 0 || i === this.#axis ? [] : [i])));
    const spread = (parameter: ValueLike): Value => ops.reshape(parameter, this.#inGroups(shape.map(() => 1)));
    const normalized = ops.multiply(centered, ops.rsqrt(ops.add(variance, this.config.epsilon)));
    const scaled = this.#gamma === undefined ? normalized : ops.multiply(normalized, spread(this.#gamma));
    return ops.reshape(this.#beta === undefined ? scaled : ops.add(scaled, spread(this.#beta)), shape);
  }

  /** A shape with the channels split into groups and what is in each. */
  #inGroups(shape: Shape): Shape {
    return [...shape.slice(0, this.#axis), this.#groups, this.#perGroup, ...shape.slice(this.#axis + 1)];
  }
}

/** Makes a {@link GroupNormalization}. */
export const groupNormalization = (config: GroupNormalizationConfig = {}): GroupNormalization => new GroupNormalization(config);
