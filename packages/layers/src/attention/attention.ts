import { ops, type TensorSpec, type Value, type ValueLike } from '@kedge/graph-core';
import { oneOf } from '../config/basic-fields.js';
import { built } from '../engine/dims.js';
import type { LayerConfig } from '../engine/layer.js';
import type { Variable } from '../engine/variable.js';
import { Ones } from '../initializers/index.js';
import { DotAttention, dotAttentionFields } from './dot-attention.js';

const fields = { ...dotAttentionFields, scoreMode: oneOf(['dot', 'concat'], 'dot') };

export type AttentionConfig = LayerConfig<typeof fields>;

/**
 * Attention by products of queries and keys (Luong et al., 2015), or with `scoreMode: 'concat'` by sums of `tanh(query + key)`.
 *
 * Input: a list of query, value and perhaps key, each `[batch, steps, dim]`. Output `[batch, queries, dim]`. Weights: a scalar
 * scale with `useScale`, a scalar concat_score_weight for `concat`.
 */
export class Attention extends DotAttention<typeof fields> {
  static readonly className = 'Attention';
  static readonly fields = fields;
  #scale: Variable | undefined;
  #concatWeight: Variable | undefined;

  constructor(config: AttentionConfig = {}) {
    super(config);
  }

  protected override build(inputs: readonly TensorSpec[]): void {
    super.build(inputs);
    if (this.config.useScale) this.#scale = this.addWeight('scale', [], { initializer: new Ones() });
    if (this.config.scoreMode === 'concat') this.#concatWeight = this.addWeight('concat_score_weight', [], { initializer: new Ones() });
  }

  protected override scores(query: ValueLike, key: ValueLike): Value {
    const scaled = (x: Value): Value => (this.#scale === undefined ? x : ops.multiply(x, this.#scale));
    if (this.config.scoreMode === 'dot') return scaled(ops.matmul(query, key, { transposeB: true }));
    const sums = scaled(ops.add(ops.expandDims(query, -2), ops.expandDims(key, -3)));
    return ops.multiply(ops.sum(ops.tanh(sums), -1), built(this.#concatWeight));
  }
}

/** Makes an {@link Attention}. */
export const attention = (config: AttentionConfig = {}): Attention => new Attention(config);
