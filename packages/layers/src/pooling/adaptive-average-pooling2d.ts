import { ops } from '@kedge/graph-core';
import type { LayerConfig } from '../engine/layer.js';
import { AdaptivePoolBase, adaptivePoolFields } from './adaptive-pool-base.js';

const fields = adaptivePoolFields(2);

export type AdaptiveAveragePooling2DConfig = LayerConfig<typeof fields>;

/**
 * The mean of each of as many windows as `outputSize` says, channel by channel.
 *
 * Input `[batch, rows, columns, channels]`, output `[batch, ...outputSize, channels]`; `channels_first` has the channels after the
 * batch.
 */
export class AdaptiveAveragePooling2D extends AdaptivePoolBase {
  static readonly className = 'AdaptiveAveragePooling2D';
  static readonly fields = fields;
  protected override readonly rank = 2;
  protected override readonly reduce = ops.mean;

  constructor(config: AdaptiveAveragePooling2DConfig) {
    super(config);
  }
}

/** Makes an {@link AdaptiveAveragePooling2D}. */
export const adaptiveAveragePooling2d = (config: AdaptiveAveragePooling2DConfig): AdaptiveAveragePooling2D => new AdaptiveAveragePooling2D(config);
