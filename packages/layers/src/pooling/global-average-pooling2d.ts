import { ops, type TensorSpec, type Value, type ValueLike } from '@kedge/graph-core';
import { Layer, type LayerConfig } from '../engine/layer.js';
import { spatialAxes } from '../layout/channels.js';
import { expectInputRank } from '../layout/input-rank.js';
import { globalPoolFields } from './global-pool-base.js';

export type GlobalAveragePooling2DConfig = LayerConfig<typeof globalPoolFields>;

/**
 * The mean of each channel.
 *
 * Input `[batch, rows, columns, channels]`, output `[batch, channels]`, or with `keepdims` size 1 in place of space.
 */
export class GlobalAveragePooling2D extends Layer<typeof globalPoolFields> {
  static readonly className = 'GlobalAveragePooling2D';
  static readonly fields = globalPoolFields;

  constructor(config: GlobalAveragePooling2DConfig = {}) {
    super(config);
  }

  protected override build(inputs: readonly TensorSpec[]): void {
    expectInputRank(this, inputs, 4);
  }

  protected override call(x: ValueLike): Value {
    return ops.mean(x, spatialAxes(2, this.config.dataFormat), this.config.keepdims);
  }
}

/** Makes a {@link GlobalAveragePooling2D}. */
export const globalAveragePooling2d = (config: GlobalAveragePooling2DConfig = {}): GlobalAveragePooling2D => new GlobalAveragePooling2D(config);
