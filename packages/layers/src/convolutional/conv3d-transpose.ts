import { onlyIn } from '../config/basic-fields.js';
import type { LayerConfig } from '../engine/layer.js';
import { ConvTransposeBase, convTransposeFields } from './conv-transpose-base.js';

const common = convTransposeFields(3);
// Keras 2 has no dilation here.
const fields = { ...common, dilationRate: onlyIn('keras3', common.dilationRate, 'dilation_rate') };

export type Conv3DTransposeConfig = LayerConfig<typeof fields>;

/**
 * Transposed convolution over volumes: the gradient of a convolution by its input.
 *
 * Input `[batch, depth, rows, columns, channels]`; the output has `strides` times as many cells, with `valid` padding those more that the
 * kernel reaches past the end. `channels_first` has the channels after the batch. Weights: kernel
 * `[...kernelSize, filters, channels]`, bias `[filters]`.
 */
export class Conv3DTranspose extends ConvTransposeBase {
  static readonly className = 'Conv3DTranspose';
  static readonly fields = fields;
  protected override readonly rank = 3;

  constructor(config: Conv3DTransposeConfig) {
    super(config);
  }
}

/** Makes a {@link Conv3DTranspose}. */
export const conv3dTranspose = (config: Conv3DTransposeConfig): Conv3DTranspose => new Conv3DTranspose(config);
