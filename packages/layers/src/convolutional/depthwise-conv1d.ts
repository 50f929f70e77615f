import type { LayerConfig } from '../engine/layer.js';
import { DepthwiseConvBase, depthwiseConvFields } from './depthwise-conv-base.js';

const fields = depthwiseConvFields(1);

export type DepthwiseConv1DConfig = LayerConfig<typeof fields>;

/**
 * Convolution of each channel of a sequence by itself.
 *
 * Input `[batch, steps, channels]`, output `[batch, new steps, channels * depthMultiplier]`, the multiplier varying fastest.
 */
export class DepthwiseConv1D extends DepthwiseConvBase {
  static readonly className = 'DepthwiseConv1D';
  static readonly fields = fields;
  protected override readonly rank = 1;

  constructor(config: DepthwiseConv1DConfig) {
    super(config);
  }
}

/** Makes a {@link DepthwiseConv1D}. */
export const depthwiseConv1d = (config: DepthwiseConv1DConfig): DepthwiseConv1D => new DepthwiseConv1D(config);
