import type { LayerConfig } from '../engine/layer.js';
import { ConvBase, convFields } from './conv-base.js';

const fields = convFields(1, ['valid', 'same', 'causal']);

export type Conv1DConfig = LayerConfig<typeof fields>;

/**
 * Convolution over one spatial dimension, e.g. time.
 *
 * Input `[batch, steps, channels]`, output `[batch, new steps, filters]`; `channels_first` has the channels after the batch.
 * Weights: kernel `[size, channels / groups, filters]`, bias `[filters]`.
 */
export class Conv1D extends ConvBase<'valid' | 'same' | 'causal'> {
  static readonly className = 'Conv1D';
  static readonly fields = fields;
  protected override readonly rank = 1;

  constructor(config: Conv1DConfig) {
    super(config);
  }
}

/** Makes a {@link Conv1D}. */
export const conv1d = (config: Conv1DConfig): Conv1D => new Conv1D(config);
