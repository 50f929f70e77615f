import { InvalidArgumentError, ops, type Tensor, type TensorSpec, type Value, type ValueLike } from '@kedge/graph-core';
import { boolean, integer, nullable, number, onlyIn } from '../config/basic-fields.js';
import type { Field, FieldMap, ResolvedConfig } from '../config/field.js';
import { Layer, type CallOptions } from '../engine/layer.js';
import { shapeOf } from '../layout/channels.js';
import { toMask } from '../layout/to-float.js';
import { drop } from '../regularization/drop.js';
import { LayerSeed } from '../regularization/layer-seed.js';
import { allOf, causalMask, MASKED_SCORE } from './attention-masks.js';

/** Versions of Keras 2 before 2.13 said in the config what is an argument of the call today. */
const causal: Field<boolean, boolean, false> = { ...boolean(false), serialize: (value, dialect) => (dialect === 'keras2' && value ? value : undefined) };

/** Keys of attention without projections. */
export const dotAttentionFields = {
  useScale: boolean(false),
  dropout: number(0),
  seed: onlyIn('keras3', nullable(integer(0))),
  causal,
};

/**
 * Attention without projections of its own: `softmax(scores(query, key)) · value`.
 *
 * Input: a list of query `[batch, queries, dim]`, value `[batch, keys, dim]` and, where it is another, key `[batch, keys, dim]`.
 * The mask is a list, too: that of the query sets outputs to zero, that of the value hides keys. Output `[batch, queries, dim]`;
 * with the argument `returnAttentionScores` a list of it and the weights `[batch, queries, keys]`.
 */
export abstract class DotAttention<F extends typeof dotAttentionFields & FieldMap> extends Layer<F> {
  #seed: LayerSeed | undefined;

  /** How well each query fits each key, `[batch, queries, keys]`. */
  protected abstract scores(query: ValueLike, key: ValueLike): Value;

  protected get common(): ResolvedConfig<typeof dotAttentionFields> {
    return this.config as unknown as ResolvedConfig<typeof dotAttentionFields>;
  }

  override get argumentNames(): readonly string[] {
    return ['mask', 'training', 'returnAttentionScores', 'useCausalMask'];
  }

  protected override build(inputs: readonly TensorSpec[]): void {
    if (inputs.length < 2 || inputs.length > 3) {
      throw new InvalidArgumentError(`${this.className} '${this.name}': expected a list of query and value, and key where it is another tensor, got ${inputs.length} tensors.`);
    }
  }

  protected override call([query = 0, value = 0, key = value]: readonly ValueLike[], { training, mask, args }: CallOptions): unknown {
    const [queryMask = null, valueMask = null] = Array.isArray(mask) ? (mask as readonly (ValueLike | null)[]) : [];
    const scores = this.scores(query, key);
    const isCausal = args.useCausalMask === true || this.common.causal;
    const visible = allOf([
      valueMask === null ? null : ops.expandDims(valueMask, -2),
      isCausal ? causalMask(scores.shape.at(-2) ?? null, scores.shape.at(-1) ?? null) : null,
    ]);
    const weights = ops.softmax(visible === null ? scores : ops.where(visible, scores, MASKED_SCORE), -1);
    const kept = training && this.common.dropout > 0 ? drop(weights, this.common.dropout, shapeOf(weights), this.#nextSeed()) : weights;
    const attended = ops.matmul(kept, value);
    const output = queryMask === null ? attended : ops.where(ops.expandDims(toMask(queryMask), -1), attended, 0);
    return args.returnAttentionScores === true ? [output, weights] : output;
  }

  #nextSeed(): Tensor {
    this.#seed ??= new LayerSeed(this.common.seed);
    return this.#seed.next();
  }

  protected override computeMask(_inputs: unknown, mask: unknown): unknown {
    const [queryMask = null] = Array.isArray(mask) ? (mask as readonly unknown[]) : [];
    return queryMask === null ? null : [queryMask];
  }
}
