import { ops, type TensorSpec, type Value, type ValueLike } from '@kedge/graph-core';
import { activationField } from '../activations/index.js';
import { boolean, count, whenSetIn } from '../config/basic-fields.js';
import { optionalObjectField } from '../config/object-field.js';
import { built, lastDim } from '../engine/dims.js';
import { Layer, type LayerConfig } from '../engine/layer.js';
import type { Variable } from '../engine/variable.js';
import { regularizerFamily } from '../regularizers/index.js';
import { biasOptions, kernelAndBiasFields, kernelOptions } from '../engine/kernel-and-bias.js';

const fields = {
  units: count(),
  activation: activationField(),
  useBias: boolean(true),
  ...kernelAndBiasFields,
  activityRegularizer: whenSetIn('keras3', optionalObjectField(regularizerFamily)),
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
    this.#kernel = this.addWeight('kernel', [lastDim(inputs), units], kernelOptions(this.config));
    if (useBias) {
      this.#bias = this.addWeight('bias', [units], biasOptions(this.config));
    }
  }

  protected override call(x: ValueLike): Value {
    const product = ops.matmul(x, built(this.#kernel));
    return this.config.activation.call(this.#bias === undefined ? product : ops.add(product, this.#bias));
  }
}

/** Makes a {@link Dense}. */
export const dense = (config: DenseConfig): Dense => new Dense(config);
