import type { LayerConfig } from '../engine/layer.js';
import { ConvTransposeBase, convTransposeFields } from './conv-transpose-base.js';

const fields = convTransposeFields(2);

export type Conv2DTransposeConfig = LayerConfig<typeof fields>;

/**
 * Transposed convolution over pictures: the gradient of a convolution by its input.
 *
 * Input `[batch, rows, columns, channels]`; the output has `strides` times as many cells, with `valid` padding those more that the
 * kernel reaches past the end. `channels_first` has the channels after the batch. Weights: kernel
 * `[...kernelSize, filters, channels]`, bias `[filters]`.
 */
export class Conv2DTranspose extends ConvTransposeBase {
  static readonly className = 'Conv2DTranspose';
  static readonly fields = fields;
  protected override readonly rank = 2;

  constructor(config: Conv2DTransposeConfig) {
    super(config);
  }
}

/** Makes a {@link Conv2DTranspose}. */
export const conv2dTranspose = (config: Conv2DTransposeConfig): Conv2DTranspose => new Conv2DTranspose(config);
