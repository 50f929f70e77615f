import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import type { LayerConfig } from '../engine/layer.js';
import { rankOf } from '../layout/channels.js';
import { toFloat } from '../layout/to-float.js';
import { augmentationFields, RandomPictureLayer, tidily } from './random-picture-layer.js';
import { BYTES, sortedRange, toRange } from './value-range.js';

const fields = { valueRange: sortedRange(), ...augmentationFields };

export type AutoContrastConfig = LayerConfig<typeof fields>;

/**
 * Stretches each channel of each picture over the whole value range, in training and outside of it; a channel of one value
 * stays. Output: shape of the input.
 *
 * As in Keras the least and the greatest value are looked for along the second and third axis, also where these are channels
 * and rows.
 */
export class AutoContrast extends RandomPictureLayer<typeof fields, object> {
  static readonly className = 'AutoContrast';
  static readonly fields = fields;

  constructor(config: AutoContrastConfig = {}) {
    super(config);
  }

  protected override drawFor(): object {
    return {};
  }

  override transformImages(images: ValueLike): Value {
    return tidily(images, () => {
      const result = this.#stretch(toFloat(rankOf(images) === 3 ? ops.expandDims(images, 0) : images));
      return rankOf(images) === 3 ? ops.squeeze(result, 0) : result;
    });
  }

  protected override augment(x: ValueLike): Value {
    return this.#stretch(x);
  }

  protected override onBatch(x: ValueLike): Value {
    return this.transformImages(x);
  }

  #stretch(x: ValueLike): Value {
    const { valueRange } = this.config;
    const bytes = toRange(x, valueRange, BYTES);
    const [low, high] = [ops.min(bytes, [1, 2], true), ops.max(bytes, [1, 2], true)];
    const range = ops.subtract(high, low);
    const isFlat = ops.equal(range, 0);
    const scale = ops.divide(BYTES[1], ops.where(isFlat, 1, range));
    const stretched = ops.clip(ops.subtract(ops.multiply(bytes, scale), ops.multiply(low, scale)), ...BYTES);
    return ops.where(isFlat, x, toRange(stretched, BYTES, valueRange));
  }
}

/** Makes an {@link AutoContrast}. */
export const autoContrast = (config: AutoContrastConfig = {}): AutoContrast => new AutoContrast(config);
