import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import { number } from '../config/basic-fields.js';
import type { LayerConfig } from '../engine/layer.js';
import { mixLabels, permutation } from './mix-labels.js';
import { randomBeta } from './random-gamma.js';
import { perPicture, randomFields, RandomPictureLayer, type BatchSize, type BoundingBoxes } from './random-picture-layer.js';

const fields = { alpha: number(0.2), ...randomFields };

export type MixUpConfig = LayerConfig<typeof fields>;

/** How much of each picture is left, and which one it is mixed with: `[batch]`. */
export interface MixUpTransformation {
  readonly mixWeight: ValueLike;
  readonly permutationOrder: ValueLike;
}

/**
 * In training, mixes each picture with another one of the batch, and their labels alike; the weights are beta distributed, both
 * parameters being `alpha`. Output: shape of the input.
 */
export class MixUp extends RandomPictureLayer<typeof fields, MixUpTransformation> {
  static readonly className = 'MixUp';
  static readonly fields = fields;

  constructor(config: MixUpConfig = {}) {
    super(config);
  }

  protected override drawFor({ batch }: BatchSize): MixUpTransformation {
    const source = { uniform: (shape: readonly number[]) => this.uniform(shape, [0, 1]), normal: (shape: readonly number[]) => this.normal(shape) };
    return { permutationOrder: permutation(this.uniform([batch], [0, 1]), batch), mixWeight: randomBeta(this.config.alpha, batch, source) };
  }

  protected override augment(x: ValueLike, { mixWeight, permutationOrder }: MixUpTransformation): Value {
    const own = perPicture(mixWeight);
    return ops.add(ops.multiply(own, x), ops.multiply(ops.subtract(1, own), ops.take(x, permutationOrder, 0)));
  }

  override transformLabels(labels: ValueLike, { mixWeight, permutationOrder }: MixUpTransformation, training = true): ValueLike {
    return training ? mixLabels(labels, mixWeight, permutationOrder) : labels;
  }

  override transformSegmentationMasks(masks: ValueLike, drawn: MixUpTransformation, training = true): ValueLike {
    return training ? this.transformImages(masks, drawn) : masks;
  }

  /** The boxes of both pictures. */
  override transformBoundingBoxes({ boxes, labels }: BoundingBoxes, { permutationOrder }: MixUpTransformation, training = true): BoundingBoxes {
    if (!training) return { boxes, labels };
    const both = (x: ValueLike): Value => ops.concatenate([x, ops.take(x, permutationOrder, 0)], 1);
    return { boxes: both(boxes), labels: both(labels) };
  }
}

/** Makes a {@link MixUp}. */
export const mixUp = (config: MixUpConfig = {}): MixUp => new MixUp(config);
