import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import { oneOf } from '../config/basic-fields.js';
import type { LayerConfig } from '../engine/layer.js';
import { randomFields, RandomPictureLayer } from './random-picture-layer.js';

const fields = { mode: oneOf(['horizontal_and_vertical', 'horizontal', 'vertical'], 'horizontal_and_vertical'), ...randomFields };

export type RandomFlipConfig = LayerConfig<typeof fields>;

/** In training, turns each picture left to right, upside down, or both, each with an even chance. Output: shape of the input. */
export class RandomFlip extends RandomPictureLayer<typeof fields> {
  static readonly className = 'RandomFlip';
  static readonly fields = fields;

  constructor(config: RandomFlipConfig = {}) {
    super(config);
  }

  protected override augment(x: ValueLike): Value {
    const { mode } = this.config;
    const turned = mode === 'vertical' ? x : this.#maybe(x, 2);
    return (mode === 'horizontal' ? turned : this.#maybe(turned, 1)) as Value;
  }

  #maybe(x: ValueLike, axis: number): Value {
    return ops.where(ops.less(this.draw(x, [0, 1], 4), 0.5), ops.flip(x, axis), x);
  }
}

/** Makes a {@link RandomFlip}. */
export const randomFlip = (config: RandomFlipConfig = {}): RandomFlip => new RandomFlip(config);
