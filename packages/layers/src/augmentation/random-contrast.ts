import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import { onlyIn } from '../config/basic-fields.js';
import type { Field } from '../config/field.js';
import type { LayerConfig } from '../engine/layer.js';
import { factor, type Bounds } from './factor-field.js';
import { randomFields, RandomPictureLayer, type BatchSize } from './random-picture-layer.js';
import { valueRange } from './value-range.js';

const numberOrBounds = factor([0, 1]);

/** A number stands for both bounds, save in files of Keras 3, where it stands for the upper one: these get both. */
const contrastFactor: Field<number | Bounds, number | Bounds, true> = {
  ...numberOrBounds,
  parse: (value, place) => {
    const checked = numberOrBounds.parse(value, place);
    return typeof checked === 'number' && place.dialect === 'keras3' ? [0, checked] : checked;
  },
  serialize: (value, dialect) => (dialect === 'keras3' && typeof value === 'number' ? [value, value] : value),
};

const fields = { factor: contrastFactor, valueRange: onlyIn('keras3', valueRange(), 'value_range'), ...randomFields };

export type RandomContrastConfig = LayerConfig<typeof fields>;

/** By how much distances from the mean grow: `[batch, 1, 1, 1]`. */
export interface RandomContrastTransformation {
  readonly contrastFactor: ValueLike;
}

/**
 * In training, stretches each channel of each picture around its mean by a random number from `1 - lower` to `1 + upper`, and
 * keeps it in the value range. Output: shape of the input.
 */
export class RandomContrast extends RandomPictureLayer<typeof fields, RandomContrastTransformation> {
  static readonly className = 'RandomContrast';
  static readonly fields = fields;

  constructor(config: RandomContrastConfig) {
    super(config);
  }

  protected override drawFor({ batch }: BatchSize): RandomContrastTransformation {
    const { factor } = this.config;
    const [lower, upper] = typeof factor === 'number' ? [factor, factor] : factor;
    return { contrastFactor: this.uniform([batch, 1, 1, 1], [1 - lower, 1 + upper]) };
  }

  protected override augment(x: ValueLike, { contrastFactor }: RandomContrastTransformation): Value {
    const { valueRange } = this.config;
    const middle = ops.mean(x, [1, 2], true);
    const stretched = ops.add(ops.multiply(ops.subtract(x, middle), contrastFactor), middle);
    return ops.clip(stretched, valueRange[0], valueRange[1]);
  }
}

/** Makes a {@link RandomContrast}. */
export const randomContrast = (config: RandomContrastConfig): RandomContrast => new RandomContrast(config);
