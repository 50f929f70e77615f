import { ops, type TensorSpec, type Value, type ValueLike } from '@kedge/graph-core';
import { boolean } from '../config/basic-fields.js';
import { lastDim } from '../engine/dims.js';
import type { LayerConfig } from '../engine/layer.js';
import type { Variable } from '../engine/variable.js';
import { GlorotUniform } from '../initializers/index.js';
import { DotAttention, dotAttentionFields } from './dot-attention.js';

const fields = { ...dotAttentionFields, useScale: boolean(true) };

export type AdditiveAttentionConfig = LayerConfig<typeof fields>;

/**
 * Attention by sums of `scale * tanh(query + key)` (Bahdanau et al., 2015).
 *
 * Input: a list of query, value and perhaps key, each `[batch, steps, dim]`. Output `[batch, queries, dim]`. Weights: scale
 * `[dim]` with `useScale`.
 */
export class AdditiveAttention extends DotAttention<typeof fields> {
  static readonly className = 'AdditiveAttention';
  static readonly fields = fields;
  #scale: Variable | undefined;

  constructor(config: AdditiveAttentionConfig = {}) {
    super(config);
  }

  protected override build(inputs: readonly TensorSpec[]): void {
    super.build(inputs);
    if (this.config.useScale) this.#scale = this.addWeight('scale', [lastDim(inputs)], { initializer: new GlorotUniform() });
  }

  protected override scores(query: ValueLike, key: ValueLike): Value {
    const sums = ops.tanh(ops.add(ops.expandDims(query, -2), ops.expandDims(key, -3)));
    return ops.sum(this.#scale === undefined ? sums : ops.multiply(sums, this.#scale), -1);
  }
}

/** Makes an {@link AdditiveAttention}. */
export const additiveAttention = (config: AdditiveAttentionConfig = {}): AdditiveAttention => new AdditiveAttention(config);
