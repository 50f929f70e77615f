import type { LayerConfig } from '../engine/layer.js';
import { SeparableConvBase, separableConvFields } from './separable-conv-base.js';

const fields = separableConvFields(2, ['valid', 'same']);

export type SeparableConv2DConfig = LayerConfig<typeof fields>;

/**
 * Convolution of each channel of a picture by itself, then a mix of the channels.
 *
 * Input `[batch, rows, columns, channels]`, output `[batch, new rows, new columns, filters]`; `channels_first` has the channels after the batch.
 * Weights: depthwise_kernel, pointwise_kernel, bias.
 */
export class SeparableConv2D extends SeparableConvBase<'valid' | 'same'> {
  static readonly className = 'SeparableConv2D';
  static readonly fields = fields;
  protected override readonly rank = 2;

  constructor(config: SeparableConv2DConfig) {
    super(config);
  }
}

/** Makes a {@link SeparableConv2D}. */
export const separableConv2d = (config: SeparableConv2DConfig): SeparableConv2D => new SeparableConv2D(config);
