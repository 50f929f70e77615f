import { ops } from '@kedge/graph-core';
import type { LayerConfig } from '../engine/layer.js';
import { PoolBase, poolFields } from './pool-base.js';

const fields = poolFields(2);

export type AveragePooling2DConfig = LayerConfig<typeof fields>;

/**
 * The mean of each window, channel by channel, over the cells that lie inside the input.
 *
 * Input `[batch, rows, columns, channels]`, output the same with as many cells as windows fit; `channels_first` has the channels
 * after the batch.
 */
export class AveragePooling2D extends PoolBase {
  static readonly className = 'AveragePooling2D';
  static readonly fields = fields;
  protected override readonly pool = ops.averagePool;

  constructor(config: AveragePooling2DConfig = {}) {
    super(config);
  }
}

/** Makes an {@link AveragePooling2D}. */
export const averagePooling2d = (config: AveragePooling2DConfig = {}): AveragePooling2D => new AveragePooling2D(config);
