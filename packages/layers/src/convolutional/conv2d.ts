import type { LayerConfig } from '../engine/layer.js';
import { ConvBase, convFields } from './conv-base.js';

const fields = convFields(2, ['valid', 'same']);

export type Conv2DConfig = LayerConfig<typeof fields>;

/**
 * Convolution over pictures.
 *
 * Input `[batch, rows, columns, channels]`, output `[batch, new rows, new columns, filters]`; `channels_first` has the channels
 * after the batch. Weights: kernel `[height, width, channels / groups, filters]`, bias `[filters]`.
 */
export class Conv2D extends ConvBase<'valid' | 'same'> {
  static readonly className = 'Conv2D';
  static readonly fields = fields;
  protected override readonly rank = 2;

  constructor(config: Conv2DConfig) {
    super(config);
  }
}

/** Makes a {@link Conv2D}. */
export const conv2d = (config: Conv2DConfig): Conv2D => new Conv2D(config);
