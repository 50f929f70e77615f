import { ops } from '@kedge/graph-core';
import type { LayerConfig } from '../engine/layer.js';
import { AdaptivePoolBase, adaptivePoolFields } from './adaptive-pool-base.js';

const fields = adaptivePoolFields(3);

export type AdaptiveAveragePooling3DConfig = LayerConfig<typeof fields>;

/**
 * The mean of each of as many windows as `outputSize` says, channel by channel.
 *
 * Input `[batch, depth, rows, columns, channels]`, output `[batch, ...outputSize, channels]`; `channels_first` has the channels after the
 * batch.
 */
export class AdaptiveAveragePooling3D extends AdaptivePoolBase {
  static readonly className = 'AdaptiveAveragePooling3D';
  static readonly fields = fields;
  protected override readonly rank = 3;
  protected override readonly reduce = ops.mean;

  constructor(config: AdaptiveAveragePooling3DConfig) {
    super(config);
  }
}

/** Makes an {@link AdaptiveAveragePooling3D}. */
export const adaptiveAveragePooling3d = (config: AdaptiveAveragePooling3DConfig): AdaptiveAveragePooling3D => new AdaptiveAveragePooling3D(config);
