import { formatShape, InvalidArgumentError, ops, ShapeMismatchError, type Shape, type Tensor, type TensorSpec, type Value, type ValueLike } from '@kedge/graph-core';
import { boolean, integer, nullable, number, onlyIn, whenSetIn } from '../config/basic-fields.js';
import type { FieldMap, ResolvedConfig } from '../config/field.js';
import { EinsumDense } from '../core/einsum-dense.js';
import { built } from '../engine/dims.js';
import { Layer, type CallOptions } from '../engine/layer.js';
import { maskOf } from '../engine/masks.js';
import { rankOf, shapeOf } from '../layout/channels.js';
import { toMask } from '../layout/to-float.js';
import { drop } from '../regularization/drop.js';
import { LayerSeed } from '../regularization/layer-seed.js';
import { allOf, causalMask, MASKED_SCORE, windowMask } from './attention-masks.js';
import { attentionEquations, projectionEquation } from './attention-equation.js';
import { kernelAndBiasFields } from '../engine/kernel-and-bias.js';

/** Keys of attention with projections. */
export const projectedAttentionFields = {
  dropout: number(0),
  useBias: boolean(true),
  useGate: onlyIn('keras3', whenSetIn('keras3', boolean(false)), 'use_gate'),
  slidingWindow: onlyIn('keras3', whenSetIn('keras3', nullable(integer(1, 1))), 'sliding_window'),
  ...kernelAndBiasFields,
  seed: onlyIn('keras3', nullable(integer(0))),
};

/** The sizes of the heads. */
export interface Heads {
  readonly query: number;
  /** Heads of key and value; each serves as many query heads as it takes. */
  readonly key: number;
  readonly keyDim: number;
  readonly valueDim: number;
}

/** The tensors of a call. */
interface Operands {
  readonly query: ValueLike;
  readonly value: ValueLike;
  readonly key: ValueLike;
}

/**
 * Attention between projections: query, key and value are projected to heads, attention runs in each head, and what comes out
 * is projected back.
 *
 * Input: the query `[batch, queries, dim]`, with the arguments `value` `[batch, keys, dim]` and, where it is another, `key`. Masks
 * travel with the tensors or come as `queryMask`, `valueMask`, `keyMask` `[batch, steps]` and `attentionMask` `[batch, queries,
 * keys]`; `useCausalMask` hides the future. With `returnAttentionScores` a list of the output and the weights comes out.
 */
export abstract class ProjectedAttention<F extends typeof projectedAttentionFields & FieldMap> extends Layer<F> {
  #query: EinsumDense | undefined;
  #key: EinsumDense | undefined;
  #value: EinsumDense | undefined;
  #gate: EinsumDense | undefined;
  #output: EinsumDense | undefined;
  #seed: LayerSeed | undefined;

  /** Sizes of the heads. */
  protected abstract get heads(): Heads;

  /** Along which axes queries attend to keys, for an input of some rank. */
  protected abstract attentionAxes(rank: number): readonly number[];

  /** The sizes that the output has in place of the last one of the query. */
  protected abstract outputSizes(query: Shape): Shape;

  protected get common(): ResolvedConfig<typeof projectedAttentionFields> {
    return this.config as unknown as ResolvedConfig<typeof projectedAttentionFields>;
  }

  override get argumentNames(): readonly string[] {
    return ['value', 'key', 'queryMask', 'valueMask', 'keyMask', 'attentionMask', 'returnAttentionScores', 'training', 'useCausalMask'];
  }

  protected override get supportsMasking(): boolean {
    return true;
  }

  /** The projections penalise their outputs each for itself. */
  protected override get activityRegularizer(): null {
    return null;
  }

  protected override tensorsForBuild(inputs: unknown, args: Readonly<Record<string, unknown>>): unknown {
    const { query, value, key } = this.#operands(inputs, args);
    return [query, value, key];
  }

  #operands(inputs: unknown, { value, key }: Readonly<Record<string, unknown>>): Operands {
    const [query, listedValue, listedKey] = (Array.isArray(inputs) ? inputs : [inputs]) as readonly (ValueLike | undefined)[];
    const theValue = (value ?? listedValue) as ValueLike | null | undefined;
    if (query === undefined || theValue === undefined || theValue === null) {
      throw new InvalidArgumentError(`${this.className} '${this.name}': expected a query and a value. Call it as layer.apply(query, { value }).`);
    }
    return { query, value: theValue, key: ((key ?? listedKey) as ValueLike | null | undefined) ?? theValue };
  }

  protected override build([query, value, key = value]: readonly TensorSpec[]): void {
    if (query === undefined || value === undefined || key === undefined) return;
    if (query.shape.length < 3 || value.shape.length !== key.shape.length) {
      throw new ShapeMismatchError(`${this.className} '${this.name}': expected query, value and key of shape [batch, steps, dim], got ${[query, value, key].map(({ shape }) => formatShape(shape)).join(', ')}.`);
    }
    const { heads } = this;
    this.#query = this.#projection('query', query.shape, [heads.query, heads.keyDim]);
    this.#key = this.#projection('key', key.shape, [heads.key, heads.keyDim]);
    if (this.common.useGate) this.#gate = this.#projection('gate', query.shape, [heads.query, heads.valueDim], 'sigmoid');
    this.#value = this.#projection('value', value.shape, [heads.key, heads.valueDim]);
    const attended = [...query.shape.slice(0, -1), heads.query, heads.valueDim];
    this.#output = this.#dense('attention_output', attended, 2, this.outputSizes(query.shape), 'output_dense');
  }

  #projection(name: string, shape: Shape, sizes: Shape, activation = 'linear'): EinsumDense {
    return this.#dense(name, shape, 1, sizes, `${name}_dense`, activation);
  }

  /** Makes a projection of the last `bound` dimensions. */
  #dense(name: string, shape: Shape, bound: number, sizes: Shape, partName: string, activation = 'linear'): EinsumDense {
    const { useBias, dropout: _a, useGate: _b, slidingWindow: _c, seed: _d, ...rest } = this.common;
    const free = shape.length - bound;
    const { equation, biasAxes } = projectionEquation(free, bound, sizes.length);
    const { kernelInitializer, biasInitializer, kernelRegularizer, biasRegularizer, activityRegularizer, kernelConstraint, biasConstraint } = rest;
    const outputShape = [...Array.from({ length: free - 1 }, () => null), ...sizes];
    const weights = { kernelInitializer, biasInitializer, kernelRegularizer, biasRegularizer, activityRegularizer, kernelConstraint, biasConstraint };
    const dense = new EinsumDense({ ...weights, equation, outputShape, biasAxes: useBias ? biasAxes : null, activation, name, trainable: this.trainable });
    dense.buildFor([{ shape, dtype: 'float32' }]);
    return this.track(dense, partName, `_${partName}`);
  }

  protected override call(inputs: unknown, { training, mask, args }: CallOptions): unknown {
    const { query, value, key } = this.#operands(inputs, args);
    const axes = this.attentionAxes(rankOf(query));
    const visible = this.#visible({ query, value, key }, (Array.isArray(mask) ? mask[0] : mask) as ValueLike | null, args, axes.length);
    const queries = ops.multiply(built(this.#query).apply(query), 1 / Math.sqrt(this.heads.keyDim));
    const keys = this.#spread(built(this.#key).apply(key));
    const values = this.#spread(built(this.#value).apply(value));
    const equations = attentionEquations(rankOf(queries), axes);
    const scores = ops.einsum(equations.scores, keys, queries);
    const returnsScores = args.returnAttentionScores === true;
    const weights = this.#softmax(scores, visible, axes.length, this.common.dropout > 0 || returnsScores || rankOf(queries) !== 4);
    const { dropout } = this.common;
    const kept = training && dropout > 0 ? drop(weights, dropout, shapeOf(weights), this.#nextSeed()) : weights;
    const attended = ops.einsum(equations.combine, kept, values);
    const output = built(this.#output).apply(this.#gate === undefined ? attended : ops.multiply(attended, this.#gate.apply(query)));
    return returnsScores ? [output, weights] : output;
  }

  #nextSeed(): Tensor {
    this.#seed ??= new LayerSeed(this.common.seed);
    return this.#seed.next();
  }

  /** Lets each head of key and value serve as many query heads as it takes. */
  #spread(x: Value): ValueLike {
    const times = this.heads.query / this.heads.key;
    if (times === 1) return x;
    const shape = shapeOf(x);
    const wide = ops.expandDims(x, -2);
    const tiled = ops.tile(wide, wide.shape.map((_, i) => (i === wide.shape.length - 2 ? times : 1)));
    return ops.reshape(tiled, [...shape.slice(0, -2), this.heads.query, shape.at(-1) ?? null]);
  }

  /** Which keys each query may see, `[batch, queries, keys]`; null for all. */
  #visible({ query, value, key }: Operands, mask: ValueLike | null, args: Readonly<Record<string, unknown>>, axisCount: number): ValueLike | null {
    const given = (name: string, fallback: ValueLike | null): ValueLike | null => (args[name] as ValueLike | null | undefined) ?? fallback;
    const queryMask = given('queryMask', mask);
    const valueMask = given('valueMask', maskOf(value));
    const keyMask = given('keyMask', key === value ? null : maskOf(key));
    const [queries, keys] = [shapeOf(query)[1] ?? null, shapeOf(value)[1] ?? null];
    const { slidingWindow } = this.common;
    const masks = [
      queryMask === null ? null : ops.expandDims(queryMask, -1),
      valueMask === null ? null : ops.expandDims(valueMask, -2),
      keyMask === null ? null : ops.expandDims(keyMask, -2),
      args.useCausalMask === true ? causalMask(queries, keys) : null,
      slidingWindow === null ? null : windowMask(queries, keys, slidingWindow),
      given('attentionMask', null),
    ];
    if (axisCount > 1 && masks.slice(0, -1).some((one) => one !== null)) {
      throw new InvalidArgumentError(`${this.className} '${this.name}': expected masks over steps for attention along one axis, got ${axisCount} axes. Pass an attentionMask of shape [batch, query axes, key axes].`);
    }
    return allOf(masks);
  }

  /** @param zeroesMasked Whether a query that sees nothing gets no weights at all, as Keras' softmax layer has it. */
  #softmax(scores: Value, visible: ValueLike | null, axisCount: number, zeroesMasked: boolean): Value {
    const rank = rankOf(scores);
    const axes = Array.from({ length: axisCount }, (_, i) => rank - axisCount + i);
    const softmax = (x: Value): Value => (axisCount === 1 ? ops.softmax(x, -1) : ops.exp(ops.subtract(x, ops.logSumExp(x, axes, true))));
    if (visible === null) return softmax(scores);
    let wide = toMask(visible);
    // Heads, and what else the mask does not know, come before the axes of queries and keys.
    for (let i = rankOf(wide); i < rank; i++) wide = ops.expandDims(wide, -2 * axisCount - 1);
    const weights = softmax(ops.where(wide, scores, MASKED_SCORE));
    return zeroesMasked ? ops.where(wide, weights, 0) : weights;
  }
}
