import { InvalidArgumentError, normalizeAxis, ops, ShapeMismatchError, formatShape, type TensorSpec, type Value, type ValueLike } from '@kedge/graph-core';
import { boolean } from '../config/basic-fields.js';
import { unexpectedValue, type Field } from '../config/field.js';
import type { LayerConfig } from '../engine/layer.js';
import { rankOf } from '../layout/channels.js';
import { unitLength } from '../normalization/unit-length.js';
import { MergeBase } from './merge-base.js';

type Axes = number | readonly [number, number];

const axesField: Field<number | readonly number[], Axes, true> = {
  required: true,
  defaultValue: () => -1,
  parse: (value, place) => {
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (!list.every(Number.isInteger) || (Array.isArray(value) && list.length !== 2)) throw unexpectedValue(place, 'an axis, or one for each of two inputs', value);
    return value as Axes;
  },
  serialize: (value) => value,
};

const fields = { axes: axesField, normalize: boolean(false) };

export type DotConfig = LayerConfig<typeof fields>;

/** Keeps vectors of length 0 finite; Keras' `backend.epsilon()`. */
const EPSILON = 1e-7;

/**
 * Products of two tensors, example by example, summed over one axis of each.
 *
 * Output: the other dimensions of the first, then those of the second; `[batch, 1]` for two vectors. With `normalize` the
 * vectors along the axes have length 1, which makes the products cosines.
 */
export class Dot extends MergeBase<typeof fields> {
  static readonly className = 'Dot';
  static readonly fields = fields;

  constructor(config: DotConfig) {
    super(config);
  }

  protected override get inputCount(): readonly [number, number] {
    return [2, 2];
  }

  protected override get alignsRanks(): boolean {
    return false;
  }

  protected override build(inputs: readonly TensorSpec[]): void {
    super.build(inputs);
    const shapes = inputs.map(({ shape }) => shape);
    const axes = this.#axesFor(shapes.map((shape) => shape.length));
    const [a = null, b = null] = shapes.map((shape, i) => shape[axes[i] ?? 0]);
    if (axes.includes(0)) throw new InvalidArgumentError(`Dot '${this.name}': expected axes other than that of the batch, got [${axes.join(', ')}].`);
    if (a !== null && b !== null && a !== b) {
      throw new ShapeMismatchError(`Dot '${this.name}': expected equal sizes along axes [${axes.join(', ')}], got ${shapes.map(formatShape).join(' and ')}.`);
    }
  }

  #axesFor(ranks: readonly number[]): number[] {
    const { axes } = this.config;
    return ranks.map((rank, i) => normalizeAxis(typeof axes === 'number' ? axes : (axes[i] ?? -1), rank, `Dot '${this.name}'`));
  }

  protected override merge(inputs: readonly ValueLike[]): Value {
    const axes = this.#axesFor(inputs.map(rankOf));
    const operands = this.config.normalize ? inputs.map((x, i) => unitLength(x, axes[i] ?? -1, EPSILON)) : inputs;
    // `b` is the batch and `s` the axis that is summed over.
    const labels = [...'acdefghijklm'];
    const terms = operands.map((x, i) => Array.from({ length: rankOf(x) }, (_, axis) => (axis === 0 ? 'b' : axis === axes[i] ? 's' : labels.shift())));
    const kept = terms.flatMap((term) => term.filter((label) => label !== 'b' && label !== 's'));
    const product = ops.einsum(`${terms.map((term) => term.join('')).join(',')}->b${kept.join('')}`, ...operands);
    return kept.length === 0 ? ops.expandDims(product, 1) : product;
  }

  protected override computeMask(): unknown {
    return null;
  }
}

/** Makes a {@link Dot}. */
export const dot = (config: DotConfig): Dot => new Dot(config);
