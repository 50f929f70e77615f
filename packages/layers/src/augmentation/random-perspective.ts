import { ops, tensor, type Value, type ValueLike } from '@kedge/graph-core';
import { number, oneOf } from '../config/basic-fields.js';
import type { LayerConfig } from '../engine/layer.js';
import { affineTransform, type Sampling } from './affine-transform.js';
import { boundsOr } from './factor-field.js';
import { homography } from './homography.js';
import { MovingLayer, perPicture, randomFields, type BatchSize } from './random-picture-layer.js';
import { share } from './share-field.js';

const fields = {
  factor: boundsOr([0, 1], [0, 1]),
  scale: share(1),
  interpolation: oneOf(['bilinear', 'nearest'], 'bilinear'),
  fillValue: number(0),
  ...randomFields,
};

export type RandomPerspectiveConfig = LayerConfig<typeof fields>;

/** Which pictures change, `[batch]`, and where the corners are and go, `[batch, 4, 2]`, columns and rows. */
export interface RandomPerspectiveTransformation {
  readonly applyPerspective: ValueLike;
  readonly startPoints: ValueLike;
  readonly endPoints: ValueLike;
}

/** In training, looks at each picture from another place, with a probability drawn from `factor`. Output: shape of the input. */
export class RandomPerspective extends MovingLayer<typeof fields, RandomPerspectiveTransformation> {
  static readonly className = 'RandomPerspective';
  static readonly fields = fields;

  constructor(config: RandomPerspectiveConfig = {}) {
    super(config);
  }

  protected override drawFor({ batch, rows, columns }: BatchSize): RandomPerspectiveTransformation {
    const { factor, scale } = this.config;
    const corners = tensor([0, 0, columns - 1, 0, 0, rows - 1, columns - 1, rows - 1], [1, 4, 2]);
    const applyPerspective = this.chance(batch, factor);
    const moves = this.uniform([batch, 4, 2], [-0.5 * scale, 0.5 * scale]);
    return { applyPerspective, startPoints: ops.tile(corners, [batch, 1, 1]), endPoints: ops.add(corners, ops.multiply(corners, moves)) };
  }

  protected override augment(x: ValueLike, { applyPerspective, startPoints, endPoints }: RandomPerspectiveTransformation, interpolation: Sampling['interpolation'] = this.config.interpolation): Value {
    const seen = affineTransform(x, homography(endPoints, startPoints), { interpolation, fillMode: 'constant', fillValue: this.config.fillValue });
    return ops.where(perPicture(applyPerspective), seen, x);
  }
}

/** Makes a {@link RandomPerspective}. */
export const randomPerspective = (config: RandomPerspectiveConfig = {}): RandomPerspective => new RandomPerspective(config);
