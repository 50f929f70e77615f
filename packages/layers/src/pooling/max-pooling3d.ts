import { ops } from '@kedge/graph-core';
import type { LayerConfig } from '../engine/layer.js';
import { PoolBase, poolFields } from './pool-base.js';

const fields = poolFields(3);

export type MaxPooling3DConfig = LayerConfig<typeof fields>;

/**
 * The largest element of each window, channel by channel; padding never wins.
 *
 * Input `[batch, depth, rows, columns, channels]`, output the same with as many cells as windows fit; `channels_first` has the channels
 * after the batch.
 */
export class MaxPooling3D extends PoolBase {
  static readonly className = 'MaxPooling3D';
  static readonly fields = fields;
  protected override readonly pool = ops.maxPool;

  constructor(config: MaxPooling3DConfig = {}) {
    super(config);
  }
}

/** Makes a {@link MaxPooling3D}. */
export const maxPooling3d = (config: MaxPooling3DConfig = {}): MaxPooling3D => new MaxPooling3D(config);
