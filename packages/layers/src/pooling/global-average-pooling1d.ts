import { ops, type TensorSpec, type Value, type ValueLike } from '@kedge/graph-core';
import { Layer, type CallOptions, type LayerConfig } from '../engine/layer.js';
import { spatialAxes } from '../layout/channels.js';
import { toMask } from '../layout/to-float.js';
import { expectInputRank } from '../layout/input-rank.js';
import { globalPoolFields } from './global-pool-base.js';

export type GlobalAveragePooling1DConfig = LayerConfig<typeof globalPoolFields>;

/**
 * The mean of each channel over the steps that the mask leaves, over all of them where there is none.
 *
 * Input `[batch, steps, channels]`, output `[batch, channels]`, or with `keepdims` size 1 in place of the steps.
 */
export class GlobalAveragePooling1D extends Layer<typeof globalPoolFields> {
  static readonly className = 'GlobalAveragePooling1D';
  static readonly fields = globalPoolFields;

  constructor(config: GlobalAveragePooling1DConfig = {}) {
    super(config);
  }

  protected override build(inputs: readonly TensorSpec[]): void {
    expectInputRank(this, inputs, 3);
  }

  protected override call(x: ValueLike, { mask }: CallOptions): Value {
    const { dataFormat, keepdims } = this.config;
    const steps = spatialAxes(1, dataFormat);
    if (mask === null) return ops.mean(x, steps, keepdims);
    const isKept = ops.expandDims(toMask(mask as ValueLike), dataFormat === 'channels_last' ? 2 : 1);
    const total = ops.sum(ops.where(isKept, x, 0), steps, keepdims);
    return ops.divide(total, ops.sum(ops.cast(isKept, 'float32'), steps, keepdims));
  }
}

/** Makes a {@link GlobalAveragePooling1D}. */
export const globalAveragePooling1d = (config: GlobalAveragePooling1DConfig = {}): GlobalAveragePooling1D => new GlobalAveragePooling1D(config);
