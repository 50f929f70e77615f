import { ops } from '@kedge/graph-core';
import type { LayerConfig } from '../engine/layer.js';
import { PoolBase, poolFields } from './pool-base.js';

const fields = poolFields(3);

export type AveragePooling3DConfig = LayerConfig<typeof fields>;

/**
 * The mean of each window, channel by channel, over the cells that lie inside the input.
 *
 * Input `[batch, depth, rows, columns, channels]`, output the same with as many cells as windows fit; `channels_first` has the channels
 * after the batch.
 */
export class AveragePooling3D extends PoolBase {
  static readonly className = 'AveragePooling3D';
  static readonly fields = fields;
  protected override readonly pool = ops.averagePool;

  constructor(config: AveragePooling3DConfig = {}) {
    super(config);
  }
}

/** Makes an {@link AveragePooling3D}. */
export const averagePooling3d = (config: AveragePooling3DConfig = {}): AveragePooling3D => new AveragePooling3D(config);
