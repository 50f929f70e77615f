import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import type { LayerConfig } from '../engine/layer.js';
import { boundsOr } from './factor-field.js';
import { perPicture, randomFields, RandomPictureLayer, type BatchSize } from './random-picture-layer.js';
import { valueRange } from './value-range.js';

const fields = { factor: boundsOr([0, 1], [0, 1]), valueRange: valueRange(), ...randomFields };

export type RandomInvertConfig = LayerConfig<typeof fields>;

/** Which pictures are inverted: `[batch]`, bool. */
export interface RandomInvertTransformation {
  readonly applyInversion: ValueLike;
}

/** In training, makes a negative of each picture with a probability drawn from `factor`. Output: shape of the input. */
export class RandomInvert extends RandomPictureLayer<typeof fields, RandomInvertTransformation> {
  static readonly className = 'RandomInvert';
  static readonly fields = fields;

  constructor(config: RandomInvertConfig = {}) {
    super(config);
  }

  protected override drawFor({ batch }: BatchSize): RandomInvertTransformation {
    return { applyInversion: this.chance(batch, this.config.factor) };
  }

  protected override augment(x: ValueLike, { applyInversion }: RandomInvertTransformation): Value {
    return ops.where(perPicture(applyInversion), ops.subtract(this.config.valueRange[1], x), x);
  }
}

/** Makes a {@link RandomInvert}. */
export const randomInvert = (config: RandomInvertConfig = {}): RandomInvert => new RandomInvert(config);
