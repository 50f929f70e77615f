import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import type { LayerConfig } from '../engine/layer.js';
import { rgbToGrayscale } from './colour-space.js';
import { bounds } from './factor-field.js';
import { randomFields, RandomPictureLayer, type BatchSize } from './random-picture-layer.js';
import { sortedRange } from './value-range.js';

const fields = { factor: bounds([-1, 1]), valueRange: sortedRange(), ...randomFields };

export type RandomColorDegenerationConfig = LayerConfig<typeof fields>;

/** How much colour is lost, 1 for all: `[batch, 1, 1, 1]`. */
export interface RandomColorDegenerationTransformation {
  readonly factor: ValueLike;
}

/** In training, takes a random share of the colour from each picture. Input: three channels, or one. Output: shape of the input. */
export class RandomColorDegeneration extends RandomPictureLayer<typeof fields, RandomColorDegenerationTransformation> {
  static readonly className = 'RandomColorDegeneration';
  static readonly fields = fields;

  constructor(config: RandomColorDegenerationConfig) {
    super(config);
  }

  protected override drawFor({ batch }: BatchSize): RandomColorDegenerationTransformation {
    return { factor: this.uniform([batch, 1, 1, 1], this.config.factor) };
  }

  protected override augment(x: ValueLike, { factor }: RandomColorDegenerationTransformation): Value {
    const { valueRange } = this.config;
    return ops.clip(ops.add(x, ops.multiply(factor, ops.subtract(rgbToGrayscale(x), x))), valueRange[0], valueRange[1]);
  }
}

/** Makes a {@link RandomColorDegeneration}. */
export const randomColorDegeneration = (config: RandomColorDegenerationConfig): RandomColorDegeneration => new RandomColorDegeneration(config);
