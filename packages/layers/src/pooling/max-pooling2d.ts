import { ops } from '@kedge/graph-core';
import type { LayerConfig } from '../engine/layer.js';
import { PoolBase, poolFields } from './pool-base.js';

const fields = poolFields(2);

export type MaxPooling2DConfig = LayerConfig<typeof fields>;

/**
 * The largest element of each window, channel by channel; padding never wins.
 *
 * Input `[batch, rows, columns, channels]`, output the same with as many cells as windows fit; `channels_first` has the channels
 * after the batch.
 */
export class MaxPooling2D extends PoolBase {
  static readonly className = 'MaxPooling2D';
  static readonly fields = fields;
  protected override readonly pool = ops.maxPool;

  constructor(config: MaxPooling2DConfig = {}) {
    super(config);
  }
}

/** Makes a {@link MaxPooling2D}. */
export const maxPooling2d = (config: MaxPooling2DConfig = {}): MaxPooling2D => new MaxPooling2D(config);
