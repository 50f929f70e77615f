import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import { oneOf } from '../config/basic-fields.js';
import type { LayerConfig } from '../engine/layer.js';
import { MovingLayer, randomFields, type BatchSize } from './random-picture-layer.js';

const fields = { mode: oneOf(['horizontal_and_vertical', 'horizontal', 'vertical'], 'horizontal_and_vertical'), ...randomFields };

export type RandomFlipConfig = LayerConfig<typeof fields>;

/** Which pictures are turned: `[batch, 1, 1, 1]`, bool. */
export interface RandomFlipTransformation {
  readonly flips: ValueLike;
}

/**
 * In training, turns every other picture left to right, upside down, or, as Keras 3 does it, both at once. Output: shape of
 * the input.
 */
export class RandomFlip extends MovingLayer<typeof fields, RandomFlipTransformation> {
  static readonly className = 'RandomFlip';
  static readonly fields = fields;

  constructor(config: RandomFlipConfig = {}) {
    super(config);
  }

  protected override drawFor({ batch }: BatchSize): RandomFlipTransformation {
    return { flips: ops.lessEqual(this.uniform([batch, 1, 1, 1], [0, 1]), 0.5) };
  }

  protected override augment(x: ValueLike, { flips }: RandomFlipTransformation): Value {
    const axes = { horizontal: [2], vertical: [1], horizontal_and_vertical: [1, 2] }[this.config.mode];
    return ops.where(flips, ops.flip(x, axes), x);
  }
}

/** Makes a {@link RandomFlip}. */
export const randomFlip = (config: RandomFlipConfig = {}): RandomFlip => new RandomFlip(config);
