import type { LayerConfig } from '../engine/layer.js';
import { SeparableConvBase, separableConvFields } from './separable-conv-base.js';

const fields = separableConvFields(1, ['valid', 'same', 'causal']);

export type SeparableConv1DConfig = LayerConfig<typeof fields>;

/**
 * Convolution of each channel of a sequence by itself, then a mix of the channels.
 *
 * Input `[batch, steps, channels]`, output `[batch, new steps, filters]`; `channels_first` has the channels after the batch.
 * Weights: depthwise_kernel, pointwise_kernel, bias.
 */
export class SeparableConv1D extends SeparableConvBase<'valid' | 'same' | 'causal'> {
  static readonly className = 'SeparableConv1D';
  static readonly fields = fields;
  protected override readonly rank = 1;

  constructor(config: SeparableConv1DConfig) {
    super(config);
  }
}

/** Makes a {@link SeparableConv1D}. */
export const separableConv1d = (config: SeparableConv1DConfig): SeparableConv1D => new SeparableConv1D(config);
