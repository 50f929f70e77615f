import { ops, type ValueLike } from '@kedge/graph-core';
import type { LayerConfig } from '../engine/layer.js';
import { bounds } from './factor-field.js';
import { perPicture, randomFields, RandomPictureLayer, type BatchSize } from './random-picture-layer.js';
import { BYTES, sortedRange, toRange } from './value-range.js';

/** Bits of a byte. */
const BITS = 8;

const fields = { factor: bounds([1, BITS]), valueRange: sortedRange(), ...randomFields };

export type RandomPosterizationConfig = LayerConfig<typeof fields>;

/** How many bits each picture loses: `[batch]`, whole numbers. */
export interface RandomPosterizationTransformation {
  readonly shiftFactor: ValueLike;
}

/**
 * In training, keeps a random number of the upper bits of each picture's bytes: from the lower bound of `factor` to below the
 * upper one, or as many as it says where both are the same. Output: shape of the input.
 */
export class RandomPosterization extends RandomPictureLayer<typeof fields, RandomPosterizationTransformation> {
  static readonly className = 'RandomPosterization';
  static readonly fields = fields;

  constructor(config: RandomPosterizationConfig) {
    super(config);
  }

  protected override drawFor({ batch }: BatchSize): RandomPosterizationTransformation {
    return { shiftFactor: ops.subtract(BITS, ops.floor(this.uniform([batch], this.config.factor))) };
  }

  protected override augment(x: ValueLike, { shiftFactor }: RandomPosterizationTransformation): ValueLike {
    const { valueRange } = this.config;
    const bytes = ops.cast(toRange(x, valueRange, BYTES), 'int32');
    const shift = ops.cast(perPicture(shiftFactor), 'int32');
    return toRange(ops.cast(ops.leftShift(ops.rightShift(bytes, shift), shift), 'float32'), BYTES, valueRange);
  }
}

/** Makes a {@link RandomPosterization}. */
export const randomPosterization = (config: RandomPosterizationConfig): RandomPosterization => new RandomPosterization(config);
