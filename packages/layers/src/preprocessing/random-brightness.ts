import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import type { LayerConfig } from '../engine/layer.js';
import { symmetricFactor } from './factor-field.js';
import { randomFields, RandomPictureLayer } from './random-picture-layer.js';
import { valueRange } from './value-range.js';

const fields = { factor: symmetricFactor([-1, 1]), valueRange: valueRange(), ...randomFields };

export type RandomBrightnessConfig = LayerConfig<typeof fields>;

/** In training, adds a random share of the value range to each picture and keeps it in the range. Output: shape of the input. */
export class RandomBrightness extends RandomPictureLayer<typeof fields> {
  static readonly className = 'RandomBrightness';
  static readonly fields = fields;

  constructor(config: RandomBrightnessConfig) {
    super(config);
  }

  protected override augment(x: ValueLike): Value {
    const { factor, valueRange } = this.config;
    const [least, greatest] = [Math.min(...valueRange), Math.max(...valueRange)];
    const shift = ops.multiply(this.draw(x, factor, 4), greatest - least);
    return ops.clip(ops.add(x, shift), least, greatest);
  }
}

/** Makes a {@link RandomBrightness}. */
export const randomBrightness = (config: RandomBrightnessConfig): RandomBrightness => new RandomBrightness(config);
