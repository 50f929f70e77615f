import { ops, type TensorSpec, type Value, type ValueLike } from '@kedge/graph-core';
import { Layer, type LayerConfig } from '../engine/layer.js';
import { spatialAxes } from '../layout/channels.js';
import { expectInputRank } from '../layout/input-rank.js';
import { globalPoolFields } from './global-pool-base.js';

export type GlobalMaxPooling3DConfig = LayerConfig<typeof globalPoolFields>;

/**
 * The largest element of each channel.
 *
 * Input `[batch, depth, rows, columns, channels]`, output `[batch, channels]`, or with `keepdims` size 1 in place of space.
 */
export class GlobalMaxPooling3D extends Layer<typeof globalPoolFields> {
  static readonly className = 'GlobalMaxPooling3D';
  static readonly fields = globalPoolFields;

  constructor(config: GlobalMaxPooling3DConfig = {}) {
    super(config);
  }

  protected override build(inputs: readonly TensorSpec[]): void {
    expectInputRank(this, inputs, 5);
  }

  protected override call(x: ValueLike): Value {
    return ops.max(x, spatialAxes(3, this.config.dataFormat), this.config.keepdims);
  }
}

/** Makes a {@link GlobalMaxPooling3D}. */
export const globalMaxPooling3d = (config: GlobalMaxPooling3DConfig = {}): GlobalMaxPooling3D => new GlobalMaxPooling3D(config);
