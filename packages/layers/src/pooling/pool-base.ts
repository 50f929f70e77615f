import type { ops, Value, ValueLike } from '@kedge/graph-core';
import { dataFormat, nullable, sizes, sizesOr } from '../config/basic-fields.js';
import type { Field } from '../config/field.js';
import { paddingMode } from '../config/window-fields.js';
import { Layer } from '../engine/layer.js';
import { fromChannelsLast, toChannelsLast } from '../layout/channels.js';

/** Keys of a pooling over windows. */
export const poolFields = (rank: number) => ({
  poolSize: sizesOr(rank, 2),
  /** Null stands for the pool size. */
  strides: nullable(sizes(rank)) as Field<number | readonly number[] | null, readonly number[] | null, false>,
  padding: paddingMode(['valid', 'same']),
  dataFormat: dataFormat(),
});

export type PoolFields = ReturnType<typeof poolFields>;

/** What a pooling layer takes, before the strides are settled. */
type PoolConfig = { readonly poolSize?: number | readonly number[] | undefined; readonly strides?: number | readonly number[] | null | undefined };

/** Pooling over windows; the strides default to the window, and files hold them. */
export abstract class PoolBase extends Layer<PoolFields> {
  constructor(config: PoolConfig) {
    super({ ...config, strides: config.strides ?? config.poolSize ?? 2 });
  }

  /** The op that makes one number of a window. */
  protected abstract readonly pool: typeof ops.maxPool;

  protected override call(x: ValueLike): Value {
    const { poolSize, strides, padding, dataFormat } = this.config;
    const pooled = this.pool(toChannelsLast(x, dataFormat), poolSize, { strides: strides ?? poolSize, padding });
    return fromChannelsLast(pooled, dataFormat);
  }
}
