import { ops } from '@kedge/graph-core';
import type { LayerConfig } from '../engine/layer.js';
import { AdaptivePoolBase, adaptivePoolFields } from './adaptive-pool-base.js';

const fields = adaptivePoolFields(1);

export type AdaptiveMaxPooling1DConfig = LayerConfig<typeof fields>;

/**
 * The largest element of each of as many windows as `outputSize` says, channel by channel.
 *
 * Input `[batch, steps, channels]`, output `[batch, ...outputSize, channels]`; `channels_first` has the channels after the
 * batch.
 */
export class AdaptiveMaxPooling1D extends AdaptivePoolBase {
  static readonly className = 'AdaptiveMaxPooling1D';
  static readonly fields = fields;
  protected override readonly rank = 1;
  protected override readonly reduce = ops.max;

  constructor(config: AdaptiveMaxPooling1DConfig) {
    super(config);
  }
}

/** Makes an {@link AdaptiveMaxPooling1D}. */
export const adaptiveMaxPooling1d = (config: AdaptiveMaxPooling1DConfig): AdaptiveMaxPooling1D => new AdaptiveMaxPooling1D(config);
