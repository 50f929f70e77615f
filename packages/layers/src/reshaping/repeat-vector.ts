import { ops, type TensorSpec, type Value, type ValueLike } from '@kedge/graph-core';
import { count } from '../config/basic-fields.js';
import { Layer, type LayerConfig } from '../engine/layer.js';
import { expectInputRank } from '../layout/input-rank.js';

const fields = { n: count() };

export type RepeatVectorConfig = LayerConfig<typeof fields>;

/** Each example `n` times in a row. Input `[batch, features]`, output `[batch, n, features]`. */
export class RepeatVector extends Layer<typeof fields> {
  static readonly className = 'RepeatVector';
  static readonly fields = fields;

  constructor(config: RepeatVectorConfig) {
    super(config);
  }

  protected override build(inputs: readonly TensorSpec[]): void {
    expectInputRank(this, inputs, 2);
  }

  protected override call(x: ValueLike): Value {
    return ops.tile(ops.expandDims(x, 1), [1, this.config.n, 1]);
  }
}

/** Makes a {@link RepeatVector}. */
export const repeatVector = (config: RepeatVectorConfig): RepeatVector => new RepeatVector(config);
