import type { LayerConfig } from '../engine/layer.js';
import { ConvBase, convFields } from './conv-base.js';

const fields = convFields(3, ['valid', 'same']);

export type Conv3DConfig = LayerConfig<typeof fields>;

/**
 * Convolution over volumes.
 *
 * Input `[batch, depth, rows, columns, channels]`, output `[batch, new depth, new rows, new columns, filters]`; `channels_first`
 * has the channels after the batch. Weights: kernel `[depth, height, width, channels / groups, filters]`, bias `[filters]`.
 */
export class Conv3D extends ConvBase<'valid' | 'same'> {
  static readonly className = 'Conv3D';
  static readonly fields = fields;
  protected override readonly rank = 3;

  constructor(config: Conv3DConfig) {
    super(config);
  }
}

/** Makes a {@link Conv3D}. */
export const conv3d = (config: Conv3DConfig): Conv3D => new Conv3D(config);
