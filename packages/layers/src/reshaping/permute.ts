import { ops, type TensorSpec, type Value, type ValueLike } from '@kedge/graph-core';
import { integers } from '../config/basic-fields.js';
import { InvalidConfigError } from '../config/field.js';
import { Layer, type LayerConfig } from '../engine/layer.js';
import { expectInputRank } from '../layout/input-rank.js';

const fields = { dims: integers() };

export type PermuteConfig = LayerConfig<typeof fields>;

/**
 * The dimensions of an example in another order.
 *
 * Input `[batch, ...]`, output `[batch, size dims[0], size dims[1], ...]`, dimensions counted from 1.
 */
export class Permute extends Layer<typeof fields> {
  static readonly className = 'Permute';
  static readonly fields = fields;

  constructor(config: PermuteConfig) {
    super(config);
    const { dims } = this.config;
    if (dims.toSorted((a, b) => a - b).some((dim, i) => dim !== i + 1)) {
      throw new InvalidConfigError(`Permute '${this.name}': expected each dimension from 1 to ${dims.length} once, got [${dims.join(', ')}].`);
    }
  }

  protected override build(inputs: readonly TensorSpec[]): void {
    expectInputRank(this, inputs, this.config.dims.length + 1);
  }

  protected override call(x: ValueLike): Value {
    return ops.transpose(x, [0, ...this.config.dims]);
  }
}

/** Makes a {@link Permute}. */
export const permute = (config: PermuteConfig): Permute => new Permute(config);
