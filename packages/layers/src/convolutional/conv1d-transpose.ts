import type { LayerConfig } from '../engine/layer.js';
import { ConvTransposeBase, convTransposeFields } from './conv-transpose-base.js';

const fields = convTransposeFields(1);

export type Conv1DTransposeConfig = LayerConfig<typeof fields>;

/**
 * Transposed convolution over one spatial dimension: the gradient of a convolution by its input.
 *
 * Input `[batch, steps, channels]`; the output has `strides` times as many cells, with `valid` padding those more that the
 * kernel reaches past the end. `channels_first` has the channels after the batch. Weights: kernel
 * `[...kernelSize, filters, channels]`, bias `[filters]`.
 */
export class Conv1DTranspose extends ConvTransposeBase {
  static readonly className = 'Conv1DTranspose';
  static readonly fields = fields;
  protected override readonly rank = 1;

  constructor(config: Conv1DTransposeConfig) {
    super(config);
  }
}

/** Makes a {@link Conv1DTranspose}. */
export const conv1dTranspose = (config: Conv1DTransposeConfig): Conv1DTranspose => new Conv1DTranspose(config);
