import type { Dim, Shape } from '@kedge/graph-core';
import { count } from '../config/basic-fields.js';
import { InvalidConfigError } from '../config/field.js';
import type { LayerConfig } from '../engine/layer.js';
import { ProjectedAttention, projectedAttentionFields, type Heads } from './projected-attention.js';

const fields = { headDim: count(), numQueryHeads: count(), numKeyValueHeads: count(), ...projectedAttentionFields };

export type GroupQueryAttentionConfig = LayerConfig<typeof fields>;

/**
 * Grouped-query attention (Ainslie et al., 2023): several query heads share one head of key and value.
 *
 * Input: the query `[batch, queries, dim]`, with the arguments `value` `[batch, keys, dim]` and perhaps `key`. Output: shape of the
 * query. Weights: kernel and bias of query, key, value and output.
 */
export class GroupQueryAttention extends ProjectedAttention<typeof fields> {
  static readonly className = 'GroupQueryAttention';
  static readonly fields = fields;

  constructor(config: GroupQueryAttentionConfig) {
    super(config);
    const { numQueryHeads, numKeyValueHeads } = this.config;
    if (numQueryHeads % numKeyValueHeads !== 0) {
      throw new InvalidConfigError(`GroupQueryAttention '${this.name}': expected a number of query heads that ${numKeyValueHeads} key and value heads divide, got ${numQueryHeads}.`);
    }
  }

  protected override get heads(): Heads {
    const { headDim, numQueryHeads, numKeyValueHeads } = this.config;
    return { query: numQueryHeads, key: numKeyValueHeads, keyDim: headDim, valueDim: headDim };
  }

  protected override attentionAxes(): readonly number[] {
    return [1];
  }

  protected override outputSizes(query: Shape): readonly Dim[] {
    return [query.at(-1) ?? null];
  }
}

/** Makes a {@link GroupQueryAttention}. */
export const groupQueryAttention = (config: GroupQueryAttentionConfig): GroupQueryAttention => new GroupQueryAttention(config);
