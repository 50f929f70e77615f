import { normalizeAxes, type Dim, type Shape } from '@kedge/graph-core';
import { axisOrAxes, count, integer, nullable, onlyIn } from '../config/basic-fields.js';
import { unexpectedValue, type Field } from '../config/field.js';
import type { LayerConfig } from '../engine/layer.js';
import { ProjectedAttention, projectedAttentionFields, type Heads } from './projected-attention.js';

type Sizes = number | readonly number[];

const outputShape: Field<Sizes | null, Sizes | null, false> = {
  required: false,
  defaultValue: () => null,
  parse: (value, place) => {
    const list: readonly unknown[] = value === null ? [] : [value].flat();
    if (!list.every((dim) => Number.isInteger(dim) && (dim as number) > 0)) throw unexpectedValue(place, 'null, a size or a list of sizes', value);
    return value;
  },
  // Keras 3 makes a list of a single size.
  serialize: (value, dialect) => (typeof value === 'number' && dialect === 'keras3' ? [value] : value),
};

const attentionAxes: Field<number | readonly number[] | null, readonly number[] | null, false> = {
  required: false,
  defaultValue: () => null,
  parse: (value, place) => (value === null ? null : [axisOrAxes(0).parse(value, place)].flat()),
  serialize: (value) => value,
};

/** Keras 2 notes what it was built for; the shapes follow from the inputs. */
const builtFor: Field<unknown, null, false> = { required: false, defaultValue: () => null, parse: () => null, serialize: () => null };

const fields = {
  numHeads: count(),
  keyDim: count(),
  /** Null stands for the key's. */
  valueDim: nullable(integer(1, 1)),
  ...projectedAttentionFields,
  outputShape,
  attentionAxes,
  queryShape: onlyIn('keras2', builtFor),
  keyShape: onlyIn('keras2', builtFor),
  valueShape: onlyIn('keras2', builtFor),
};

export type MultiHeadAttentionConfig = LayerConfig<typeof fields>;

/**
 * Multi-head attention (Vaswani et al., 2017).
 *
 * Input: the query `[batch, queries, dim]`, with the arguments `value` `[batch, keys, dim]` and perhaps `key`; with
 * `attentionAxes` tensors of higher rank. Output: shape of the query, with `outputShape` in place of its last size. Weights:
 * kernel and bias of query, key, value and output.
 *
 * @example
 * multiHeadAttention({ numHeads: 2, keyDim: 16 }).apply(x, { value: x, useCausalMask: true });
 */
export class MultiHeadAttention extends ProjectedAttention<typeof fields> {
  static readonly className = 'MultiHeadAttention';
  static readonly fields = fields;

  constructor(config: MultiHeadAttentionConfig) {
    super({ ...config, valueDim: config.valueDim ?? config.keyDim });
  }

  protected override get heads(): Heads {
    const { numHeads, keyDim, valueDim } = this.config;
    return { query: numHeads, key: numHeads, keyDim, valueDim: valueDim ?? keyDim };
  }

  protected override attentionAxes(rank: number): readonly number[] {
    const { attentionAxes } = this.config;
    if (attentionAxes === null) return Array.from({ length: rank - 2 }, (_, i) => i + 1);
    return normalizeAxes(attentionAxes, rank, `MultiHeadAttention '${this.name}'`);
  }

  protected override outputSizes(query: Shape): readonly Dim[] {
    const { outputShape } = this.config;
    return outputShape === null ? [query.at(-1) ?? null] : [outputShape].flat();
  }
}

/** Makes a {@link MultiHeadAttention}. */
export const multiHeadAttention = (config: MultiHeadAttentionConfig): MultiHeadAttention => new MultiHeadAttention(config);
