import { ops } from '@kedge/graph-core';
import type { LayerConfig } from '../engine/layer.js';
import { PoolBase, poolFields } from './pool-base.js';

const fields = poolFields(1);

export type MaxPooling1DConfig = LayerConfig<typeof fields>;

/**
 * The largest element of each window, channel by channel; padding never wins.
 *
 * Input `[batch, steps, channels]`, output the same with as many cells as windows fit; `channels_first` has the channels
 * after the batch.
 */
export class MaxPooling1D extends PoolBase {
  static readonly className = 'MaxPooling1D';
  static readonly fields = fields;
  protected override readonly pool = ops.maxPool;

  constructor(config: MaxPooling1DConfig = {}) {
    super(config);
  }
}

/** Makes a {@link MaxPooling1D}. */
export const maxPooling1d = (config: MaxPooling1DConfig = {}): MaxPooling1D => new MaxPooling1D(config);
