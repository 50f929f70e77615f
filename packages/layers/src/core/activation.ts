import type { Value, ValueLike } from '@kedge/graph-core';
import { activationField } from '../activations/index.js';
import type { Field } from '../config/field.js';
import { Layer, type LayerConfig } from '../engine/layer.js';

const required = <In, Out>(field: Field<In, Out, false>): Field<In, Out, true> => ({ ...field, required: true });

const fields = { activation: required(activationField()) };

export type ActivationConfig = LayerConfig<typeof fields>;

/** Applies an activation. Output: shape of the input. */
export class Activation extends Layer<typeof fields> {
  static readonly className = 'Activation';
  static readonly fields = fields;

  constructor(config: ActivationConfig) {
    super(config);
  }

  protected override get supportsMasking(): boolean {
    return true;
  }

  protected override call(x: ValueLike): Value {
    return this.config.activation.call(x);
  }
}

/** Makes an {@link Activation}. */
export const activation = (config: ActivationConfig): Activation => new Activation(config);
