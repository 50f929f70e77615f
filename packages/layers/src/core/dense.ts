import { ops, type TensorSpec, type Value, type ValueLike } from '@kedge/graph-core';
import { activationField } from '../activations/index.js';
import { boolean, count, whenSetIn } from '../config/basic-fields.js';
import { objectField, optionalObjectField } from '../config/object-field.js';
import { constraintFamily } from '../constraints/index.js';
import { built, lastDim } from '../engine/dims.js';
import { Layer, type LayerConfig } from '../engine/layer.js';
import type { Variable } from '../engine/variable.js';
import { initializerFamily } from '../initializers/index.js';
import { regularizerFamily } from '../regularizers/index.js';

const fields = {
  units: count(),
  activation: activationField(),
  useBias: boolean(true),
  kernelInitializer: objectField(initializerFamily, 'glorot_uniform'),
  biasInitializer: objectField(initializerFamily, 'zeros'),
  kernelRegularizer: optionalObjectField(regularizerFamily),
  biasRegularizer: optionalObjectField(regularizerFamily),
  activityRegularizer: whenSetIn('keras3', optionalObjectField(regularizerFamily)),
  kernelConstraint: optionalObjectField(constraintFamily),
  biasConstraint: optionalObjectField(constraintFamily),
};

export type DenseConfig = LayerConfig<typeof fields>;

/**
 * `activation(x · kernel + bias)` over the last dimension.
 *
 * Input `[batch, ..., features]`, output `[batch, ..., units]`. Weights: kernel `[features, units]`, bias `[units]`.
 */
export class Dense extends Layer<typeof fields> {
  static readonly className = 'Dense';
  static readonly fields = fields;
  #kernel: Variable | undefined;
  #bias: Variable | undefined;

  constructor(config: DenseConfig) {
    super(config);
  }

  protected override get supportsMasking(): boolean {
    return true;
  }

  protected override build(inputs: readonly TensorSpec[]): void {
    const { units, useBias } = this.config;
    this.#kernel = this.addWeight('kernel', [lastDim(inputs), units], {
      initializer: this.config.kernelInitializer,
      regularizer: this.config.kernelRegularizer,
      constraint: this.config.kernelConstraint,
    });
    if (useBias) {
      this.#bias = this.addWeight('bias', [units], {
        initializer: this.config.biasInitializer,
        regularizer: this.config.biasRegularizer,
        constraint: this.config.biasConstraint,
      });
    }
  }

  protected override call(x: ValueLike): Value {
    const product = ops.matmul(x, built(this.#kernel));
    return this.config.activation.call(this.#bias === undefined ? product : ops.add(product, this.#bias));
  }
}

/** Makes a {@link Dense}. */
export const dense = (config: DenseConfig): Dense => new Dense(config);
