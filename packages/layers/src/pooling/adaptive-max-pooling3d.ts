import { ops } from '@kedge/graph-core';
import type { LayerConfig } from '../engine/layer.js';
import { AdaptivePoolBase, adaptivePoolFields } from './adaptive-pool-base.js';

const fields = adaptivePoolFields(3);

export type AdaptiveMaxPooling3DConfig = LayerConfig<typeof fields>;

/**
 * The largest element of each of as many windows as `outputSize` says, channel by channel.
 *
 * Input `[batch, depth, rows, columns, channels]`, output `[batch, ...outputSize, channels]`; `channels_first` has the channels after the
 * batch.
 */
export class AdaptiveMaxPooling3D extends AdaptivePoolBase {
  static readonly className = 'AdaptiveMaxPooling3D';
  static readonly fields = fields;
  protected override readonly rank = 3;
  protected override readonly reduce = ops.max;

  constructor(config: AdaptiveMaxPooling3DConfig) {
    super(config);
  }
}

/** Makes an {@link AdaptiveMaxPooling3D}. */
export const adaptiveMaxPooling3d = (config: AdaptiveMaxPooling3DConfig): AdaptiveMaxPooling3D => new AdaptiveMaxPooling3D(config);
