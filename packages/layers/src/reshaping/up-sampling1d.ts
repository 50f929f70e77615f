import type { TensorSpec, Value, ValueLike } from '@kedge/graph-core';
import { integer } from '../config/basic-fields.js';
import { Layer, type LayerConfig } from '../engine/layer.js';
import { expectInputRank } from '../layout/input-rank.js';
import { repeat } from '../layout/repeat.js';

const fields = { size: integer(2, 1) };

export type UpSampling1DConfig = LayerConfig<typeof fields>;

/** Each step `size` times in a row. Input `[batch, steps, channels]`, output `[batch, steps * size, channels]`. */
export class UpSampling1D extends Layer<typeof fields> {
  static readonly className = 'UpSampling1D';
  static readonly fields = fields;

  constructor(config: UpSampling1DConfig = {}) {
    super(config);
  }

  protected override build(inputs: readonly TensorSpec[]): void {
    expectInputRank(this, inputs, 3);
  }

  protected override call(x: ValueLike): Value {
    return repeat(x, this.config.size, 1);
  }
}

/** Makes an {@link UpSampling1D}. */
export const upSampling1d = (config: UpSampling1DConfig = {}): UpSampling1D => new UpSampling1D(config);
