import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import { number } from '../config/basic-fields.js';
import { Layer, type LayerConfig } from '../engine/layer.js';

const fields = { maskValue: number(0) };

export type MaskingConfig = LayerConfig<typeof fields>;

/**
 * Marks the steps at which all features have `maskValue` as not counting, and sets them to zero.
 *
 * Input and output `[batch, steps, features]`; the mask is `[batch, steps]`.
 */
export class Masking extends Layer<typeof fields> {
  static readonly className = 'Masking';
  static readonly fields = fields;

  constructor(config: MaskingConfig = {}) {
    super(config);
  }

  protected override call(x: ValueLike): Value {
    return ops.where(this.#counts(x, true), x, 0);
  }

  protected override computeMask(x: ValueLike): unknown {
    return this.#counts(x, false);
  }

  #counts(x: ValueLike, keepDims: boolean): Value {
    return ops.any(ops.notEqual(x, this.config.maskValue), -1, keepDims);
  }
}

/** Makes a {@link Masking}. */
export const masking = (config: MaskingConfig = {}): Masking => new Masking(config);
