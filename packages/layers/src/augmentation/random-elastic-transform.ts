import { ops, tensor, type Value, type ValueLike } from '@kedge/graph-core';
import { number, oneOf } from '../config/basic-fields.js';
import type { LayerConfig } from '../engine/layer.js';
import { shapeOf } from '../layout/channels.js';
import { pictureSize } from '../preprocessing/crop-box.js';
import { boundsOr } from './factor-field.js';
import { blur, gaussianWindow } from './gaussian-blur.js';
import { mapCoordinates, type CoordinateSampling } from './map-coordinates.js';
import { MovingLayer, perPicture, randomFields, type BatchSize } from './random-picture-layer.js';
import { valueRange } from './value-range.js';

const fields = {
  factor: boundsOr([0, 1], [0, 1]),
  scale: boundsOr([0, 1], [0, 1]),
  interpolation: oneOf(['bilinear', 'nearest'], 'bilinear'),
  fillMode: oneOf(['reflect', 'constant', 'wrap', 'nearest', 'mirror'], 'reflect'),
  fillValue: number(0),
  valueRange: valueRange(),
  ...randomFields,
};

export type RandomElasticTransformConfig = LayerConfig<typeof fields>;

/**
 * Which pictures change, `[batch]`; how much, a scalar; and what pulls at each pixel before it is smoothed, to the right and
 * down, `[batch, rows, columns]` of the standard normal distribution. Keras draws the latter when it applies the rest.
 */
export interface RandomElasticTransformTransformation {
  readonly applyTransform: ValueLike;
  readonly distortionFactor: ValueLike;
  readonly noiseX: ValueLike;
  readonly noiseY: ValueLike;
}

/** In training, bends each picture as if it were of rubber, with a probability drawn from `factor`. Output: shape of the input. */
export class RandomElasticTransform extends MovingLayer<typeof fields, RandomElasticTransformTransformation> {
  static readonly className = 'RandomElasticTransform';
  static readonly fields = fields;

  constructor(config: RandomElasticTransformConfig = {}) {
    super(config);
  }

  protected override drawFor({ batch, rows, columns }: BatchSize): RandomElasticTransformTransformation {
    const { factor, scale } = this.config;
    const noise = (): Value => this.normal([batch, rows, columns]);
    return { applyTransform: this.chance(batch, factor), distortionFactor: this.uniform([], scale), noiseX: noise(), noiseY: noise() };
  }

  protected override augment(x: ValueLike, drawn: RandomElasticTransformTransformation, interpolation: CoordinateSampling['interpolation'] = this.config.interpolation): ValueLike {
    const { factor, scale, valueRange } = this.config;
    if (scale[1] === 0 || factor[1] === 0) return x;
    const [places, rows] = this.#places(x, drawn);
    const bent = mapCoordinates(x, places, rows, { ...this.config, interpolation });
    return ops.clip(ops.where(perPicture(drawn.applyTransform), bent, x), valueRange[0], valueRange[1]);
  }

  /** Where each pixel is read: columns and rows. */
  #places(x: ValueLike, { distortionFactor, noiseX, noiseY }: RandomElasticTransformTransformation): readonly [Value, Value] {
    const [rows, columns] = pictureSize(shapeOf(x)) ?? [0, 0];
    const sigma = ops.multiply(ops.multiply(distortionFactor, 0.05), Math.min(rows, columns));
    const alpha = ops.multiply(ops.multiply(distortionFactor, 0.1), Math.max(rows, columns));
    // As wide as the most that can be drawn; what was drawn decides how much of it counts.
    const size = 6 * Math.floor(Math.min(rows, columns) * 0.05 * this.config.scale[1]) + 1;
    const window = gaussianWindow(size, sigma, ops.multiply(ops.floor(sigma), 3));
    const pull = (noise: ValueLike): Value => ops.multiply(ops.squeeze(blur(ops.expandDims(ops.multiply(noise, sigma), -1), window, window), -1), alpha);
    const column = tensor(Array.from({ length: columns }, (_, i) => i), [1, 1, columns]);
    const row = tensor(Array.from({ length: rows }, (_, i) => i), [1, rows, 1]);
    return [ops.add(column, pull(noiseX)), ops.add(row, pull(noiseY))];
  }
}

/** Makes a {@link RandomElasticTransform}. */
export const randomElasticTransform = (config: RandomElasticTransformConfig = {}): RandomElasticTransform => new RandomElasticTransform(config);
