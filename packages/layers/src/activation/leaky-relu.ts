import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import { number, spelled } from '../config/basic-fields.js';
import { Layer, type LayerConfig } from '../engine/layer.js';

const fields = { negativeSlope: spelled(number(0.3), { keras2: 'alpha', keras3: 'negative_slope' }) };

export type LeakyReLUConfig = LayerConfig<typeof fields>;

/** `x` where positive, else `negativeSlope * x`. Output: shape of the input. */
export class LeakyReLU extends Layer<typeof fields> {
  static readonly className = 'LeakyReLU';
  static readonly fields = fields;

  constructor(config: LeakyReLUConfig = {}) {
    super(config);
  }

  protected override get supportsMasking(): boolean {
    return true;
  }

  protected override call(x: ValueLike): Value {
    return ops.leakyRelu(x, this.config.negativeSlope);
  }
}

/** Makes a {@link LeakyReLU}. */
export const leakyReLU = (config: LeakyReLUConfig = {}): LeakyReLU => new LeakyReLU(config);
