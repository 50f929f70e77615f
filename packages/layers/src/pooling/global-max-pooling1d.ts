import { ops, type TensorSpec, type Value, type ValueLike } from '@kedge/graph-core';
import { Layer, type LayerConfig } from '../engine/layer.js';
import { spatialAxes } from '../layout/channels.js';
import { expectInputRank } from '../layout/input-rank.js';
import { globalPoolFields } from './global-pool-base.js';

export type GlobalMaxPooling1DConfig = LayerConfig<typeof globalPoolFields>;

/**
 * The largest element of each channel.
 *
 * Input `[batch, steps, channels]`, output `[batch, channels]`, or with `keepdims` size 1 in place of space.
 */
export class GlobalMaxPooling1D extends Layer<typeof globalPoolFields> {
  static readonly className = 'GlobalMaxPooling1D';
  static readonly fields = globalPoolFields;

  constructor(config: GlobalMaxPooling1DConfig = {}) {
    super(config);
  }

  protected override build(inputs: readonly TensorSpec[]): void {
    expectInputRank(this, inputs, 3);
  }

  protected override call(x: ValueLike): Value {
    return ops.max(x, spatialAxes(1, this.config.dataFormat), this.config.keepdims);
  }
}

/** Makes a {@link GlobalMaxPooling1D}. */
export const globalMaxPooling1d = (config: GlobalMaxPooling1DConfig = {}): GlobalMaxPooling1D => new GlobalMaxPooling1D(config);
