import { ops } from '@kedge/graph-core';
import type { LayerConfig } from '../engine/layer.js';
import { AdaptivePoolBase, adaptivePoolFields } from './adaptive-pool-base.js';

const fields = adaptivePoolFields(2);

export type AdaptiveMaxPooling2DConfig = LayerConfig<typeof fields>;

/**
 * The largest element of each of as many windows as `outputSize` says, channel by channel.
 *
 * Input `[batch, rows, columns, channels]`, output `[batch, ...outputSize, channels]`; `channels_first` has the channels after the
 * batch.
 */
export class AdaptiveMaxPooling2D extends AdaptivePoolBase {
  static readonly className = 'AdaptiveMaxPooling2D';
  static readonly fields = fields;
  protected override readonly rank = 2;
  protected override readonly reduce = ops.max;

  constructor(config: AdaptiveMaxPooling2DConfig) {
    super(config);
  }
}

/** Makes an {@link AdaptiveMaxPooling2D}. */
export const adaptiveMaxPooling2d = (config: AdaptiveMaxPooling2DConfig): AdaptiveMaxPooling2D => new AdaptiveMaxPooling2D(config);
