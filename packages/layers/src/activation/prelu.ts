import { ops, type TensorSpec, type Value, type ValueLike } from '@kedge/graph-core';
import { integers, nullable } from '../config/basic-fields.js';
import { objectField, optionalObjectField } from '../config/object-field.js';
import { constraintFamily } from '../constraints/index.js';
import { built } from '../engine/dims.js';
import { Layer, type LayerConfig } from '../engine/layer.js';
import type { Variable } from '../engine/variable.js';
import { initializerFamily } from '../initializers/index.js';
import { regularizerFamily } from '../regularizers/index.js';

const fields = {
  alphaInitializer: objectField(initializerFamily, 'zeros'),
  alphaRegularizer: optionalObjectField(regularizerFamily),
  alphaConstraint: optionalObjectField(constraintFamily),
  sharedAxes: nullable(integers()),
};

export type PReLUConfig = LayerConfig<typeof fields>;

/**
 * `x` where positive, else `alpha * x` with a learned `alpha`.
 *
 * Output: shape of the input. Weights: alpha, shape of one example, with size 1 at the shared axes (counted with the batch as
 * axis 0).
 */
export class PReLU extends Layer<typeof fields> {
  static readonly className = 'PReLU';
  static readonly fields = fields;
  #alpha: Variable | undefined;

  constructor(config: PReLUConfig = {}) {
    super(config);
  }

  protected override get supportsMasking(): boolean {
    return true;
  }

  protected override build(inputs: readonly TensorSpec[]): void {
    const shared = this.config.sharedAxes ?? [];
    const shape = (inputs[0]?.shape ?? []).slice(1).map((dim, i) => (shared.includes(i + 1) ? 1 : dim));
    this.#alpha = this.addWeight('alpha', shape, {
      initializer: this.config.alphaInitializer,
      regularizer: this.config.alphaRegularizer,
      constraint: this.config.alphaConstraint,
    });
  }

  protected override call(x: ValueLike): Value {
    return ops.subtract(ops.relu(x), ops.multiply(built(this.#alpha), ops.relu(ops.negative(x))));
  }
}

/** Makes a {@link PReLU}. */
export const prelu = (config: PReLUConfig = {}): PReLU => new PReLU(config);
