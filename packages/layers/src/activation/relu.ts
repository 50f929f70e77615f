import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import { nullable, number } from '../config/basic-fields.js';
import { InvalidConfigError } from '../config/field.js';
import { Layer, type LayerConfig } from '../engine/layer.js';

const fields = { maxValue: nullable(number(0)), negativeSlope: number(0), threshold: number(0) };

export type ReLUConfig = LayerConfig<typeof fields>;

/**
 * `maxValue` where `x >= maxValue`, `x` down to the threshold, `negativeSlope * (x - threshold)` below it.
 *
 * Output: shape of the input.
 */
export class ReLU extends Layer<typeof fields> {
  static readonly className = 'ReLU';
  static readonly fields = fields;

  constructor(config: ReLUConfig = {}) {
    super(config);
    const { maxValue, negativeSlope, threshold } = this.config;
    if ((maxValue ?? 0) < 0 || negativeSlope < 0 || threshold < 0) {
      throw new InvalidConfigError(
        `ReLU '${this.name}': expected maxValue, negativeSlope and threshold from 0, got ${maxValue}, ${negativeSlope} and ${threshold}.`,
      );
    }
  }

  protected override get supportsMasking(): boolean {
    return true;
  }

  protected override call(x: ValueLike): Value {
    const { maxValue, negativeSlope, threshold } = this.config;
    const positive = this.#positivePart(x);
    if (negativeSlope === 0) return positive;
    if (threshold === 0 && maxValue === null) return ops.leakyRelu(x, negativeSlope);
    const below = ops.relu(ops.subtract(threshold, x));
    return ops.subtract(positive, ops.multiply(below, negativeSlope));
  }

  #positivePart(x: ValueLike): Value {
    const { maxValue, threshold } = this.config;
    if (threshold === 0) return maxValue === null ? ops.relu(x) : ops.clip(x, 0, maxValue);
    const passed = ops.multiply(x, ops.cast(ops.greater(x, threshold), 'float32'));
    return maxValue === null ? passed : ops.clip(passed, 0, maxValue);
  }
}

/** Makes a {@link ReLU}. */
export const reLU = (config: ReLUConfig = {}): ReLU => new ReLU(config);
