import { ops } from '@kedge/graph-core';
import type { LayerConfig } from '../engine/layer.js';
import { AdaptivePoolBase, adaptivePoolFields } from './adaptive-pool-base.js';

const fields = adaptivePoolFields(1);

export type AdaptiveAveragePooling1DConfig = LayerConfig<typeof fields>;

/**
 * The mean of each of as many windows as `outputSize` says, channel by channel.
 *
 * Input `[batch, steps, channels]`, output `[batch, ...outputSize, channels]`; `channels_first` has the channels after the
 * batch.
 */
export class AdaptiveAveragePooling1D extends AdaptivePoolBase {
  static readonly className = 'AdaptiveAveragePooling1D';
  static readonly fields = fields;
  protected override readonly rank = 1;
  protected override readonly reduce = ops.mean;

  constructor(config: AdaptiveAveragePooling1DConfig) {
    super(config);
  }
}

/** Makes an {@link AdaptiveAveragePooling1D}. */
export const adaptiveAveragePooling1d = (config: AdaptiveAveragePooling1DConfig): AdaptiveAveragePooling1D => new AdaptiveAveragePooling1D(config);
