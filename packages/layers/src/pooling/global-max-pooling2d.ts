import { ops, type TensorSpec, type Value, type ValueLike } from '@kedge/graph-core';
import { Layer, type LayerConfig } from '../engine/layer.js';
import { spatialAxes } from '../layout/channels.js';
import { expectInputRank } from '../layout/input-rank.js';
import { globalPoolFields } from './global-pool-base.js';

export type GlobalMaxPooling2DConfig = LayerConfig<typeof globalPoolFields>;

/**
 * The largest element of each channel.
 *
 * Input `[batch, rows, columns, channels]`, output `[batch, channels]`, or with `keepdims` size 1 in place of space.
 */
export class GlobalMaxPooling2D extends Layer<typeof globalPoolFields> {
  static readonly className = 'GlobalMaxPooling2D';
  static readonly fields = globalPoolFields;

  constructor(config: GlobalMaxPooling2DConfig = {}) {
    super(config);
  }

  protected override build(inputs: readonly TensorSpec[]): void {
    expectInputRank(this, inputs, 4);
  }

  protected override call(x: ValueLike): Value {
    return ops.max(x, spatialAxes(2, this.config.dataFormat), this.config.keepdims);
  }
}

/** Makes a {@link GlobalMaxPooling2D}. */
export const globalMaxPooling2d = (config: GlobalMaxPooling2DConfig = {}): GlobalMaxPooling2D => new GlobalMaxPooling2D(config);
