import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import type { LayerConfig } from '../engine/layer.js';
import { symmetricFactor } from './factor-field.js';
import { randomFields, RandomPictureLayer, type BatchSize } from './random-picture-layer.js';
import { sortedRange } from './value-range.js';

const fields = { factor: symmetricFactor([-1, 1]), valueRange: sortedRange(), ...randomFields };

export type RandomBrightnessConfig = LayerConfig<typeof fields>;

/** What is added to each picture: `[batch, 1, 1, 1]`, in the unit of pixels. */
export interface RandomBrightnessTransformation {
  readonly rgbDelta: ValueLike;
}

/** In training, adds a random share of the value range to each picture and keeps it in the range. Output: shape of the input. */
export class RandomBrightness extends RandomPictureLayer<typeof fields, RandomBrightnessTransformation> {
  static readonly className = 'RandomBrightness';
  static readonly fields = fields;

  constructor(config: RandomBrightnessConfig) {
    super(config);
  }

  protected override drawFor({ batch }: BatchSize): RandomBrightnessTransformation {
    const { factor, valueRange } = this.config;
    return { rgbDelta: ops.multiply(this.uniform([batch, 1, 1, 1], factor), valueRange[1] - valueRange[0]) };
  }

  protected override augment(x: ValueLike, { rgbDelta }: RandomBrightnessTransformation): Value {
    const { valueRange } = this.config;
    return ops.clip(ops.add(x, rgbDelta), valueRange[0], valueRange[1]);
  }
}

/** Makes a {@link RandomBrightness}. */
export const randomBrightness = (config: RandomBrightnessConfig): RandomBrightness => new RandomBrightness(config);
