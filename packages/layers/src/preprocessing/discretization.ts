import { InvalidArgumentError, KedgeError, ops, tensor, type Tensor, type Value, type ValueLike } from '@kedge/graph-core';
import { boolean, integer, nullable, number } from '../config/basic-fields.js';
import type { Dialect } from '../config/dialect.js';
import { InvalidConfigError } from '../config/field.js';
import { Layer, type LayerConfig } from '../engine/layer.js';
import type { StoredState } from '../engine/stored-state.js';
import { toFloat } from '../layout/to-float.js';
import { partsOf, type AdaptData } from './adapt-data.js';
import { boundariesOf, EMPTY_SUMMARY, extended, type Summary } from './bin-boundaries.js';
import { encodeCategories } from './encode-categories.js';
import { outputMode, weightsOfTerms } from './lookup-fields.js';
import { withoutOldKeys } from './old-keys.js';
import { openDType, writtenDType } from './output-dtype.js';

const fields = {
  dtype: openDType(),
  binBoundaries: weightsOfTerms(),
  numBins: nullable(integer(0, 0)),
  epsilon: number(0.01),
  outputMode: outputMode(['int', 'one_hot', 'multi_hot', 'count'], 'int'),
  sparse: boolean(false),
};

export type DiscretizationConfig = LayerConfig<typeof fields>;

/** Keras 2.4 said boundaries or a number of bins by one key. */
function withoutBins(config: object): object {
  const { bins } = config as { readonly bins?: unknown };
  return withoutOldKeys(config, { bins: bins === null ? null : Array.isArray(bins) ? 'binBoundaries' : 'numBins' });
}

/**
 * Turns numbers into the bins that they fall into, counted from 0. Boundaries are given, or learned so that bins hold about as
 * many values each ({@link Discretization.adapt}); a number that equals one belongs above it, and so does what is no number.
 *
 * Output: int32 of the input's shape in mode `int`; else float32 with one number for each bin.
 */
export class Discretization extends Layer<typeof fields> implements StoredState {
  static readonly className = 'Discretization';
  static readonly fields = fields;
  #boundaries: readonly number[] | null;

  constructor(config: DiscretizationConfig) {
    super(withoutBins(config));
    this.#boundaries = this.config.binBoundaries;
    if (this.config.numBins === null && this.#boundaries === null) throw new InvalidConfigError(`Discretization '${this.name}': expected binBoundaries or numBins.`);
  }

  /** The boundaries between bins; `null` while they are to be learned. */
  get binBoundaries(): readonly number[] | null {
    return this.#boundaries;
  }

  /**
   * Learns the boundaries: quantiles, off by `epsilon` at most.
   *
   * @param data Numbers of any shape.
   * @throws {InvalidArgumentError} when the config gives the boundaries.
   */
  adapt(data: AdaptData): void {
    const { numBins, epsilon } = this.config;
    if (numBins === null) throw new InvalidArgumentError(`'${this.name}': its boundaries were given in the config, so there is nothing to adapt. Give numBins in place of binBoundaries.`);
    let summary: Summary = EMPTY_SUMMARY;
    for (const { data: values, dtype } of partsOf(data)) {
      if (dtype === 'string') throw new InvalidArgumentError(`'${this.name}': expected numbers to adapt to, got strings.`);
      summary = extended(summary, values as Float32Array, epsilon);
    }
    this.#boundaries = boundariesOf(summary, numBins);
  }

  protected override call(x: ValueLike): Value {
    const { outputMode: mode, numBins } = this.config;
    const boundaries = this.#boundaries ?? [];
    const count = this.#boundaries === null ? (numBins ?? 1) : boundaries.length + 1;
    const bin = this.#binsOf(toFloat(x), boundaries);
    return mode === 'int' ? bin : encodeCategories(bin, mode, count);
  }

  #binsOf(x: ValueLike, boundaries: readonly number[]): Value {
    if (this.#boundaries === null && !this.#isTracing(x)) {
      throw new KedgeError('NO_VOCABULARY', `'${this.name}' has no boundaries yet. Give binBoundaries, or let it learn them (adapt).`);
    }
    if (boundaries.length === 0) return ops.cast(ops.zerosLike(x), 'int32');
    const found = ops.searchSorted(tensor(Float32Array.from(boundaries), [boundaries.length]), x, 'right');
    return ops.where(ops.isNan(x), tensor([boundaries.length], [], 'int32'), found);
  }

  /** Whether only shapes are asked for, so that boundaries may come later. */
  #isTracing(x: ValueLike): boolean {
    return typeof x === 'object' && 'history' in x;
  }

  saveAssets(): ReadonlyMap<string, string> {
    return new Map();
  }

  loadAssets(): void {}

  saveOwnVariables(): ReadonlyMap<string, Tensor> {
    return new Map();
  }

  /** Keras 2 keeps a summary of the data, from which the boundaries follow. */
  loadOwnVariables(arrays: ReadonlyMap<string, Tensor>): void {
    // Its `.keras` files count, its `.h5` files name.
    const summary = arrays.get('0') ?? arrays.get('summary');
    const { numBins } = this.config;
    if (summary === undefined || summary.dtype === 'string' || this.#boundaries !== null || numBins === null) return;
    const numbers = Array.from(summary.data);
    const width = numbers.length / 2;
    if (width > 0) this.#boundaries = boundariesOf({ values: numbers.slice(0, width), weights: numbers.slice(width) }, numBins);
  }

  override getConfig(dialect: Dialect = 'keras3'): Record<string, unknown> {
    const { dtype, outputMode: mode, numBins } = this.config;
    const { trainable, ...config } = super.getConfig(dialect);
    if (dialect === 'keras3') return { ...config, bin_boundaries: this.#boundaries, dtype: writtenDType(dtype.startsWith('int') ? '' : dtype, 'float32', 'keras2') };
    const given = mode === 'int' && !dtype.startsWith('int') ? '' : dtype;
    // Keras 2 takes one of both, and boundaries that were learned have no other place in its files.
    const boundaries = { bin_boundaries: this.#boundaries, num_bins: this.#boundaries === null ? numBins : null };
    return { ...config, ...boundaries, trainable, dtype: writtenDType(given, mode === 'int' ? 'int64' : 'float32', 'keras2') };
  }
}

/** Makes a {@link Discretization}. */
export const discretization = (config: DiscretizationConfig): Discretization => new Discretization(config);
