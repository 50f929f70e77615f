import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import { number } from '../config/basic-fields.js';
import type { Dialect } from '../config/dialect.js';
import { InvalidConfigError } from '../config/field.js';
import { Layer, type LayerConfig } from '../engine/layer.js';

const fields = { theta: number(1) };

export type ThresholdedReLUConfig = LayerConfig<typeof fields>;

/** `x` where it is above `theta`, else 0: a layer of Keras 1 and 2. Output: shape of the input. */
export class ThresholdedReLU extends Layer<typeof fields> {
  static readonly className = 'ThresholdedReLU';
  static readonly fields = fields;

  constructor(config: ThresholdedReLUConfig = {}) {
    super(config);
  }

  protected override get supportsMasking(): boolean {
    return true;
  }

  /** @throws {InvalidConfigError} for Keras 3, which has no such layer. */
  override getConfig(dialect: Dialect = 'keras3'): Record<string, unknown> {
    if (dialect === 'keras3') {
      throw new InvalidConfigError(`ThresholdedReLU '${this.name}' does not exist in Keras 3. Use reLU({ threshold: ${this.config.theta} }), which computes the same, or save for Keras 2.`);
    }
    return super.getConfig(dialect);
  }

  protected override call(x: ValueLike): Value {
    const { theta } = this.config;
    return ops.multiply(x, ops.cast(ops.greater(x, theta), 'float32'));
  }
}

/** Makes a {@link ThresholdedReLU}. */
export const thresholdedReLU = (config: ThresholdedReLUConfig = {}): ThresholdedReLU => new ThresholdedReLU(config);
