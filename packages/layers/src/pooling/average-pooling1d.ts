import { ops } from '@kedge/graph-core';
import type { LayerConfig } from '../engine/layer.js';
import { PoolBase, poolFields } from './pool-base.js';

const fields = poolFields(1);

export type AveragePooling1DConfig = LayerConfig<typeof fields>;

/**
 * The mean of each window, channel by channel, over the cells that lie inside the input.
 *
 * Input `[batch, steps, channels]`, output the same with as many cells as windows fit; `channels_first` has the channels
 * after the batch.
 */
export class AveragePooling1D extends PoolBase {
  static readonly className = 'AveragePooling1D';
  static readonly fields = fields;
  protected override readonly pool = ops.averagePool;

  constructor(config: AveragePooling1DConfig = {}) {
    super(config);
  }
}

/** Makes an {@link AveragePooling1D}. */
export const averagePooling1d = (config: AveragePooling1DConfig = {}): AveragePooling1D => new AveragePooling1D(config);
