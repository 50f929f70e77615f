import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import type { LayerConfig } from '../engine/layer.js';
import { hsvToRgb, rgbToHsv } from './colour-space.js';
import { bounds } from './factor-field.js';
import { perPicture, randomFields, RandomPictureLayer, type BatchSize } from './random-picture-layer.js';
import { sortedRange } from './value-range.js';

/** Keras' `backend.epsilon()`. */
const EPSILON = 1e-7;

const fields = { factor: bounds([-1, 1]), valueRange: sortedRange(), ...randomFields };

export type RandomSaturationConfig = LayerConfig<typeof fields>;

/** What saturations are multiplied with: `[batch]`. */
export interface RandomSaturationTransformation {
  readonly factor: ValueLike;
}

/**
 * In training, multiplies the saturation of each picture by f / (1 - f): a random f of 0 takes all colour away, 0.5 changes
 * nothing, 1 saturates. Input: three channels, red, green and blue. Output: shape of the input.
 */
export class RandomSaturation extends RandomPictureLayer<typeof fields, RandomSaturationTransformation> {
  static readonly className = 'RandomSaturation';
  static readonly fields = fields;

  constructor(config: RandomSaturationConfig) {
    super(config);
  }

  protected override drawFor({ batch }: BatchSize): RandomSaturationTransformation {
    const f = this.uniform([batch], this.config.factor);
    return { factor: ops.divide(f, ops.add(ops.subtract(1, f), EPSILON)) };
  }

  protected override augment(x: ValueLike, { factor }: RandomSaturationTransformation): Value {
    const { valueRange } = this.config;
    const [hue, saturation, value] = rgbToHsv(x);
    return hsvToRgb(hue, ops.clip(ops.multiply(saturation, perPicture(factor)), valueRange[0], valueRange[1]), value);
  }
}

/** Makes a {@link RandomSaturation}. */
export const randomSaturation = (config: RandomSaturationConfig): RandomSaturation => new RandomSaturation(config);
