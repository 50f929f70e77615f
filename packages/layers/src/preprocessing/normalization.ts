import { formatShape, InvalidArgumentError, isTensor, normalizeAxis, ops, ShapeMismatchError, sizeOf, tensor, type NumericTensor, type Shape, type Tensor, type TensorSpec, type Value, type ValueLike } from '@kedge/graph-core';
import { boolean } from '../config/basic-fields.js';
import { InvalidConfigError, unexpectedValue, type ConfigPlace, type Field } from '../config/field.js';
import { Layer, type LayerConfig } from '../engine/layer.js';
import type { Variable } from '../engine/variable.js';
import { Ones, Zeros } from '../initializers/index.js';
import { shapeOf } from '../layout/channels.js';
import { toFloat } from '../layout/to-float.js';
import { partsOf, type AdaptData } from './adapt-data.js';
import { momentsOver } from './host-moments.js';

/** Numbers in lists to any depth. */
export type NestedNumbers = number | readonly NestedNumbers[];

const keptAxes: Field<number | readonly number[] | null, readonly number[], false> = {
  required: false,
  defaultValue: () => [-1],
  parse: (value, place) => {
    const axes: readonly unknown[] = value === null ? [] : [value].flat();
    if (!axes.every(Number.isInteger)) throw unexpectedValue(place, 'an axis, a list of axes, or null for none', value);
    return axes as readonly number[];
  },
  serialize: (value) => value,
};

/** Reads nested lists of one shape as a tensor; a tensor counts as it is. */
function parseNumbers(value: NestedNumbers | Tensor, place: ConfigPlace): NumericTensor {
  if (isTensor(value)) return tensor(Array.from(value.data as ArrayLike<number>, Number), value.shape);
  const shape: number[] = [];
  for (let level: unknown = value; Array.isArray(level); level = level[0]) shape.push(level.length);
  const flat = (Array.isArray(value) ? value.flat(Infinity) : [value]) as readonly unknown[];
  if (!flat.every((item) => typeof item === 'number') || flat.length !== sizeOf(shape)) throw unexpectedValue(place, 'a number, or lists of numbers', value);
  return tensor(flat as readonly number[], shape);
}

function toNested({ data, shape }: NumericTensor): NestedNumbers {
  const nest = (sizes: readonly number[], from: number): NestedNumbers => {
    const [count, ...rest] = sizes;
    if (count === undefined) return data[from] ?? 0;
    return Array.from({ length: count }, (_, i) => nest(rest, from + i * sizeOf(rest)));
  };
  return nest(shape, 0);
}

const statistic: Field<NestedNumbers | Tensor | null, NumericTensor | null, false> = {
  required: false,
  defaultValue: () => null,
  parse: (value, place) => (value === null ? null : parseNumbers(value, place)),
  serialize: (value) => (value === null ? null : toNested(value)),
};

const fields = { axis: keptAxes, mean: statistic, variance: statistic, invert: boolean(false) };

export type NormalizationConfig = LayerConfig<typeof fields>;

/** The least deviation that is divided by; Keras' `backend.epsilon()`. */
const EPSILON = 1e-7;

/**
 * `(x - mean) / sqrt(variance)`, with statistics that were given or learned by {@link Normalization.adapt}; backwards with
 * `invert`.
 *
 * Output: shape of the input, float. Weights, unless the statistics were given: mean and variance, the sizes of the input at
 * the axes that are kept, and a count that Keras no longer uses.
 */
export class Normalization extends Layer<typeof fields> {
  static readonly className = 'Normalization';
  static readonly fields = fields;
  #axes: readonly number[] = [];
  #mean: Variable | undefined;
  #variance: Variable | undefined;

  constructor(config: NormalizationConfig = {}) {
    super(config);
    const { mean, variance } = this.config;
    if ((mean === null) !== (variance === null) || mean?.shape.join() !== variance?.shape.join()) {
      throw new InvalidConfigError(`Normalization '${this.name}': expected mean and variance together and of one shape.`);
    }
  }

  protected override get supportsMasking(): boolean {
    return true;
  }

  protected override build([input]: readonly TensorSpec[]): void {
    const shape = input?.shape ?? [];
    this.#axes = this.config.axis.map((axis) => normalizeAxis(axis, shape.length, `Normalization '${this.name}'`)).toSorted((a, b) => a - b);
    if (this.config.mean !== null) return;
    const sizes = this.#axes.map((axis) => shape[axis] ?? null);
    this.#mean = this.addWeight('mean', sizes, { initializer: new Zeros(), trainable: false });
    this.#variance = this.addWeight('variance', sizes, { initializer: new Ones(), trainable: false });
    this.addWeight('count', [], { initializer: new Zeros(), trainable: false, dtype: 'int32' });
  }

  /**
   * Learns mean and variance from data.
   *
   * @param data Examples in the shape of the input, the first axis theirs; several tensors count as one.
   */
  adapt(data: AdaptData): void {
    if (this.config.mean !== null) throw new InvalidConfigError(`Normalization '${this.name}': its statistics were given in the config, so there is nothing to adapt.`);
    const parts = [...partsOf(data)];
    const [first] = parts;
    if (first === undefined) throw new InvalidArgumentError(`Normalization '${this.name}': expected data to adapt to, got none.`);
    this.buildFor([{ shape: [null, ...first.shape.slice(1)], dtype: first.dtype }]);
    const odd = parts.find(({ shape }) => shape.length !== first.shape.length || shape.some((dim, axis) => axis > 0 && dim !== first.shape[axis]));
    if (odd !== undefined) throw new ShapeMismatchError(`Normalization '${this.name}': expected examples of one shape, got ${formatShape(first.shape)} and ${formatShape(odd.shape)}.`);
    const { mean, variance } = momentsOver(parts, this.#axes);
    this.#mean?.assign(mean);
    this.#variance?.assign(variance);
  }

  protected override call(x: ValueLike): Value {
    const { mean, variance } = this.config;
    const shape = shapeOf(x);
    const middle = mean === null ? this.#spread(this.#mean ?? 0, shape) : this.#aligned(mean, shape);
    const spread = variance === null ? this.#spread(this.#variance ?? 1, shape) : this.#aligned(variance, shape);
    const deviation = ops.maximum(ops.sqrt(spread), EPSILON);
    return this.config.invert ? ops.add(middle, ops.multiply(toFloat(x), deviation)) : ops.divide(ops.subtract(toFloat(x), middle), deviation);
  }

  #spread(statistic: ValueLike, shape: Shape): ValueLike {
    return ops.reshape(statistic, shape.map((dim, i) => (this.#axes.includes(i) ? dim : 1)));
  }

  /** A statistic that was given, its last dimension at the last axis that is kept. */
  #aligned(statistic: NumericTensor, shape: Shape): NumericTensor {
    const sizes = shape.map(() => 1);
    const axes = this.#axes.slice(this.#axes.length - statistic.shape.length);
    axes.forEach((axis, i) => (sizes[axis] = statistic.shape[i] ?? 1));
    if (axes.length < statistic.shape.length) {
      throw new ShapeMismatchError(`Normalization '${this.name}': expected statistics over at most ${this.#axes.length} axes, got ${formatShape(statistic.shape)}.`);
    }
    return { ...statistic, shape: sizes } as NumericTensor;
  }
}

/** Makes a {@link Normalization}. */
export const normalization = (config: NormalizationConfig = {}): Normalization => new Normalization(config);
