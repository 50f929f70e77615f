import { HostFunction, InvalidArgumentError, KedgeError, type Tensor, type TensorSpec } from '@kedge/graph-core';
import { bucketsFor, sipKeyOf } from './hash-text.js';
import type { LookupTable, Term } from './lookup-table.js';
import { expectNumbers, expectText, inputAt, wholeTensor } from './values.js';

/** How terms become numbers. */
export interface LookupOptions {
  /** Of the layer, for messages. */
  readonly layer: string;
  /** The terms without mask and out-of-vocabulary tokens; `undefined` while nothing was learned. */
  readonly table: LookupTable | undefined;
  readonly ofText: boolean;
  /** What stands for padding, if anything. */
  readonly mask: Term | null;
  /** What the mask becomes: 0, or -1 where it is to be left out. */
  readonly maskPlace: number;
  /** The first number of unknown terms. */
  readonly oovStart: number;
  /** How many numbers unknown terms share. */
  readonly oovCount: number;
  /** How an unknown term finds its number among several. */
  readonly oovMethod: 'floormod' | 'farmhash';
  readonly salt: readonly [number, number] | null;
}

/** @throws {KedgeError} `NO_VOCABULARY` while there is none. */
export function tableOf({ layer, table }: Pick<LookupOptions, 'layer' | 'table'>): LookupTable {
  if (table === undefined) throw new KedgeError('NO_VOCABULARY', `'${layer}' has no vocabulary yet. Give it one (vocabulary, setVocabulary), or let it learn one (adapt).`);
  return table;
}

/** The elements as terms; fractions are cut off. */
export const termsOf = (x: Tensor): readonly Term[] => (x.dtype === 'string' ? x.data : Array.from(x.data, (value) => Math.trunc(value) + 0));

/** Turns terms into their numbers. Output: shape of the input, int32. */
export class Lookup extends HostFunction {
  readonly name = 'lookup';
  readonly options: LookupOptions;
  readonly #hash: (text: string) => number;

  constructor(options: LookupOptions) {
    super();
    this.options = options;
    this.#hash = bucketsFor(Math.max(1, options.oovCount), options.salt === null ? undefined : sipKeyOf(options.salt));
  }

  override infer(inputs: readonly TensorSpec[]): readonly TensorSpec[] {
    const x = inputAt(inputs);
    const { layer, ofText } = this.options;
    (ofText ? expectText : expectNumbers)(x, `'${layer}'`);
    return [{ shape: x.shape, dtype: 'int32' }];
  }

  override compute(inputs: readonly Tensor[]): readonly Tensor[] {
    const x = inputAt(inputs);
    return [wholeTensor(this.placesOf(termsOf(x)), x.shape)];
  }

  /** The number of each term. */
  placesOf(terms: readonly Term[]): readonly number[] {
    const { mask, maskPlace, oovStart, oovCount } = this.options;
    const table = tableOf(this.options);
    const places = terms.map((term) => {
      if (mask !== null && term === mask) return maskPlace;
      const place = table.placeOf(term);
      return place === undefined ? this.#unknown(term) : oovStart + oovCount + place;
    });
    const unknown = terms.filter((_, i) => Number.isNaN(places[i]));
    if (unknown.length > 0) {
      throw new InvalidArgumentError(`'${this.options.layer}' has numOovIndices 0, so that every input must be in its vocabulary; these are not: ${[...new Set(unknown)].slice(0, 10).map((term) => JSON.stringify(term)).join(', ')}. Consider numOovIndices: 1.`);
    }
    return places;
  }

  #unknown(term: Term): number {
    const { oovStart, oovCount, oovMethod } = this.options;
    if (oovCount === 0) return Number.NaN;
    if (oovCount === 1) return oovStart;
    if (typeof term === 'number' && oovMethod === 'floormod') return oovStart + (((term % oovCount) + oovCount) % oovCount);
    return oovStart + this.#hash(String(term));
  }
}

/** How numbers become terms again. */
export interface InverseOptions {
  readonly layer: string;
  readonly table: LookupTable | undefined;
  readonly ofText: boolean;
  readonly mask: Term | null;
  /** What numbers without a term become. */
  readonly oov: Term;
  /** The number of the first term. */
  readonly start: number;
}

/** Turns numbers into terms. Output: shape of the input, strings or int32. */
export class InverseLookup extends HostFunction {
  readonly name = 'inverseLookup';
  readonly options: InverseOptions;

  constructor(options: InverseOptions) {
    super();
    this.options = options;
  }

  override infer(inputs: readonly TensorSpec[]): readonly TensorSpec[] {
    const x = inputAt(inputs);
    expectNumbers(x, `'${this.options.layer}'`);
    return [{ shape: x.shape, dtype: this.options.ofText ? 'string' : 'int32' }];
  }

  override compute(inputs: readonly Tensor[]): readonly Tensor[] {
    const { ofText, mask, oov, start } = this.options;
    const x = inputAt(inputs);
    const table = tableOf(this.options);
    const terms = Array.from(x.data as Int32Array, (value): Term => {
      const place = Math.trunc(value);
      return place === 0 && mask !== null ? mask : (table.termAt(place - start) ?? oov);
    });
    return [ofText ? { data: terms.map(String), shape: x.shape, dtype: 'string' } : wholeTensor(terms as number[], x.shape)];
  }
}
