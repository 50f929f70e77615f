import type { LayerConfig } from '../engine/layer.js';
import { DepthwiseConvBase, depthwiseConvFields } from './depthwise-conv-base.js';

const fields = depthwiseConvFields(2);

export type DepthwiseConv2DConfig = LayerConfig<typeof fields>;

/**
 * Convolution of each channel of a picture by itself.
 *
 * Input `[batch, rows, columns, channels]`, output `[batch, new rows, new columns, channels * depthMultiplier]`, the multiplier
 * varying fastest.
 */
export class DepthwiseConv2D extends DepthwiseConvBase {
  static readonly className = 'DepthwiseConv2D';
  static readonly fields = fields;
  protected override readonly rank = 2;

  constructor(config: DepthwiseConv2DConfig) {
    super(config);
  }
}

/** Makes a {@link DepthwiseConv2D}. */
export const depthwiseConv2d = (config: DepthwiseConv2DConfig): DepthwiseConv2D => new DepthwiseConv2D(config);
