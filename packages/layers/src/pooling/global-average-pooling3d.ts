import { ops, type TensorSpec, type Value, type ValueLike } from '@kedge/graph-core';
import { Layer, type LayerConfig } from '../engine/layer.js';
import { spatialAxes } from '../layout/channels.js';
import { expectInputRank } from '../layout/input-rank.js';
import { globalPoolFields } from './global-pool-base.js';

export type GlobalAveragePooling3DConfig = LayerConfig<typeof globalPoolFields>;

/**
 * The mean of each channel.
 *
 * Input `[batch, depth, rows, columns, channels]`, output `[batch, channels]`, or with `keepdims` size 1 in place of space.
 */
export class GlobalAveragePooling3D extends Layer<typeof globalPoolFields> {
  static readonly className = 'GlobalAveragePooling3D';
  static readonly fields = globalPoolFields;

  constructor(config: GlobalAveragePooling3DConfig = {}) {
    super(config);
  }

  protected override build(inputs: readonly TensorSpec[]): void {
    expectInputRank(this, inputs, 5);
  }

  protected override call(x: ValueLike): Value {
    return ops.mean(x, spatialAxes(3, this.config.dataFormat), this.config.keepdims);
  }
}

/** Makes a {@link GlobalAveragePooling3D}. */
export const globalAveragePooling3d = (config: GlobalAveragePooling3DConfig = {}): GlobalAveragePooling3D => new GlobalAveragePooling3D(config);
