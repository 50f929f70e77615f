import { ops, type ValueLike } from '@kedge/graph-core';
import type { LayerConfig } from '../engine/layer.js';
import { hsvToRgb, rgbToHsv } from './colour-space.js';
import { bounds } from './factor-field.js';
import { perPicture, randomFields, RandomPictureLayer, type BatchSize } from './random-picture-layer.js';
import { toRange, valueRange } from './value-range.js';

const fields = { factor: bounds([0, 1]), valueRange: valueRange(), ...randomFields };

export type RandomHueConfig = LayerConfig<typeof fields>;

/** How far hues turn, in full turns: `[batch]`. */
export interface RandomHueTransformation {
  readonly factor: ValueLike;
}

/**
 * In training, turns the hue of each picture by up to half a turn times a random factor, to either side. Input: three channels,
 * red, green and blue. Output: shape of the input.
 */
export class RandomHue extends RandomPictureLayer<typeof fields, RandomHueTransformation> {
  static readonly className = 'RandomHue';
  static readonly fields = fields;

  constructor(config: RandomHueConfig) {
    super(config);
  }

  protected override drawFor({ batch }: BatchSize): RandomHueTransformation {
    const half = ops.where(ops.greater(this.uniform([batch], [0, 1]), 0.5), -0.5, 0.5);
    return { factor: ops.multiply(this.uniform([batch], this.config.factor), half) };
  }

  protected override augment(x: ValueLike, { factor }: RandomHueTransformation): ValueLike {
    const { valueRange } = this.config;
    const [hue, saturation, value] = rgbToHsv(toRange(x, valueRange, [0, 1]));
    const turned = ops.add(hue, perPicture(factor));
    const below = ops.where(ops.greater(turned, 1), ops.subtract(turned, 1), turned);
    const within = ops.where(ops.less(below, 0), ops.add(below, 1), below);
    return toRange(ops.clip(hsvToRgb(within, saturation, value), 0, 1), [0, 1], valueRange);
  }
}

/** Makes a {@link RandomHue}. */
export const randomHue = (config: RandomHueConfig): RandomHue => new RandomHue(config);
