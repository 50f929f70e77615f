import { ops, type ValueLike } from '@kedge/graph-core';
import type { Field } from '../config/field.js';
import type { LayerConfig } from '../engine/layer.js';
import { factor, symmetric, type Bounds } from './factor-field.js';
import { randomFields, RandomPictureLayer, type BatchSize } from './random-picture-layer.js';
import { BYTES, sortedRange, toRange } from './value-range.js';

/** A number stands for an upper bound over 0. */
const solarFactor: Field<number | Bounds, Bounds, false> = {
  required: false,
  defaultValue: () => [0, 0],
  parse: (value, place) => {
    const checked = factor([0, 1]).parse(value, place);
    return typeof checked === 'number' ? [0, checked] : symmetric(checked);
  },
  serialize: (value) => value,
};

const fields = { additionFactor: solarFactor, thresholdFactor: solarFactor, valueRange: sortedRange(), ...randomFields };

export type SolarizationConfig = LayerConfig<typeof fields>;

/** What is added to each picture, and from where values are inverted, in values of bytes: `[batch, 1, 1, 1]`. */
export interface SolarizationTransformation {
  readonly additions: ValueLike;
  readonly thresholds: ValueLike;
}

/**
 * In training, adds a random number to each picture and inverts what then is no less than a random threshold. As in Keras upper
 * bounds count in shares of 255, lower bounds in values of bytes. Output: shape of the input.
 */
export class Solarization extends RandomPictureLayer<typeof fields, SolarizationTransformation> {
  static readonly className = 'Solarization';
  static readonly fields = fields;

  constructor(config: SolarizationConfig = {}) {
    super(config);
  }

  protected override drawFor({ batch }: BatchSize): SolarizationTransformation {
    const draw = ([lower, upper]: Bounds): ValueLike => this.uniform([batch, 1, 1, 1], [lower, upper * BYTES[1]]);
    return { additions: draw(this.config.additionFactor), thresholds: draw(this.config.thresholdFactor) };
  }

  protected override augment(x: ValueLike, { additions, thresholds }: SolarizationTransformation): ValueLike {
    const { valueRange } = this.config;
    const lit = ops.clip(ops.add(toRange(x, valueRange, BYTES), additions), ...BYTES);
    return toRange(ops.where(ops.less(lit, thresholds), lit, ops.subtract(BYTES[1], lit)), BYTES, valueRange);
  }
}

/** Makes a {@link Solarization}. */
export const solarization = (config: SolarizationConfig = {}): Solarization => new Solarization(config);
