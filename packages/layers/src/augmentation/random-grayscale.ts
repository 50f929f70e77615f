import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import type { LayerConfig } from '../engine/layer.js';
import { rgbToGrayscale } from './colour-space.js';
import { randomFields, RandomPictureLayer, type BatchSize } from './random-picture-layer.js';
import { share } from './share-field.js';

const fields = { factor: share(0.5), ...withoutSeed(randomFields) };

/** Keras takes a seed and does not write it. */
function withoutSeed<T extends typeof randomFields>(all: T): T {
  return { ...all, seed: { ...all.seed, serialize: () => undefined } };
}

export type RandomGrayscaleConfig = LayerConfig<typeof fields>;

/** Which pictures lose their colour: `[batch, 1, 1, 1]`, bool. */
export interface RandomGrayscaleTransformation {
  readonly shouldApply: ValueLike;
}

/** In training, takes the colour from each picture with a probability of `factor`. Input: three channels, or one. Output: shape of the input. */
export class RandomGrayscale extends RandomPictureLayer<typeof fields, RandomGrayscaleTransformation> {
  static readonly className = 'RandomGrayscale';
  static readonly fields = fields;

  constructor(config: RandomGrayscaleConfig = {}) {
    super(config);
  }

  protected override drawFor({ batch }: BatchSize): RandomGrayscaleTransformation {
    return { shouldApply: ops.less(this.uniform([batch, 1, 1, 1], [0, 1]), this.config.factor) };
  }

  protected override augment(x: ValueLike, { shouldApply }: RandomGrayscaleTransformation): Value {
    return ops.where(shouldApply, rgbToGrayscale(x), x);
  }
}

/** Makes a {@link RandomGrayscale}. */
export const randomGrayscale = (config: RandomGrayscaleConfig = {}): RandomGrayscale => new RandomGrayscale(config);
