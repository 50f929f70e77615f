import { InvalidArgumentError, tensor, type DType, type Tensor, type Value, type ValueLike } from '@kedge/graph-core';
import type { Dialect } from '../config/dialect.js';
import { InvalidConfigError, type FieldMap, type ResolvedConfig } from '../config/field.js';
import { Layer, type layerFields } from '../engine/layer.js';
import type { StoredState } from '../engine/stored-state.js';
import { partsOf, type AdaptData } from './adapt-data.js';
import { termsOf } from './host/lookup.js';
import type { Term } from './host/lookup-table.js';
import { IndexLookup, type IndexLookupOptions } from './index-lookup.js';

const VOCABULARY_FILE = 'vocabulary.txt';
const IDF_WEIGHTS = 'idf_weights';
/** What Keras 2 calls them in `.h5` files: it gave them no name. */
const UNNAMED = 'Variable';

interface GivenVocabulary {
  readonly vocabulary: readonly Term[] | null;
  readonly idfWeights: readonly number[] | null;
  readonly outputMode: string;
}

/** A layer with a vocabulary. */
export abstract class LookupLayer<T extends Term, F extends FieldMap> extends Layer<F> implements StoredState {
  protected readonly lookup: IndexLookup;
  /** Whether the vocabulary is the one that the config gives. */
  #isGiven = false;

  protected constructor(config: object) {
    super(config);
    this.lookup = new IndexLookup(this.lookupOptions(this.config));
    const { vocabulary, idfWeights } = this.#given;
    if (vocabulary !== null) this.lookup.setVocabulary(vocabulary, idfWeights);
    else if (idfWeights !== null) throw new InvalidConfigError(`${this.className} '${this.name}': idfWeights need a vocabulary.`);
    this.#isGiven = vocabulary !== null;
  }

  get #given(): GivenVocabulary {
    return this.config as unknown as GivenVocabulary;
  }

  /** How the lookup works, by the config. */
  protected abstract lookupOptions(config: ResolvedConfig<F & typeof layerFields>): IndexLookupOptions;

  override get inputDType(): DType {
    const { ofText, invert } = this.lookupOptions(this.config);
    return ofText && !invert ? 'string' : 'int32';
  }

  /** The terms of each document that the layer learns from. */
  protected documentsIn(data: Tensor): Iterable<readonly Term[]> {
    const terms = termsOf(data);
    const width = data.shape.length <= 1 ? 1 : data.shape.slice(1).reduce((size, dim) => size * dim, 1);
    return Array.from({ length: width === 0 ? 0 : terms.length / width }, (_, i) => terms.slice(i * width, (i + 1) * width));
  }

  /**
   * Learns the vocabulary: the most frequent terms first; in mode `tf_idf`, in how many documents each of them stands.
   *
   * @param data Terms; the first dimension is the documents.
   * @throws {InvalidArgumentError} when the config gives the vocabulary.
   */
  adapt(data: AdaptData): void {
    if (this.#given.vocabulary !== null) throw new InvalidArgumentError(`'${this.name}': its vocabulary was given in the config, so there is nothing to adapt.`);
    this.lookup.learn(this.#documents(data));
    this.#isGiven = false;
  }

  *#documents(data: AdaptData): Generator<readonly Term[]> {
    for (const part of partsOf(data)) yield* this.documentsIn(part);
  }

  /**
   * Sets the vocabulary.
   *
   * @param vocabulary Terms, with all special tokens at the beginning or with none.
   * @param idfWeights A number for each, in mode `tf_idf` only.
   * @throws {VocabularyError} when it does not fit.
   */
  setVocabulary(vocabulary: readonly T[], idfWeights: readonly number[] | null = null): void {
    this.lookup.setVocabulary(vocabulary, idfWeights);
    this.#isGiven = false;
  }

  /** The vocabulary, each term at its number. @param includeSpecialTokens Whether mask and out-of-vocabulary tokens are in it. */
  getVocabulary(includeSpecialTokens = true): readonly T[] {
    return this.lookup.vocabulary(includeSpecialTokens) as readonly T[];
  }

  /** How many numbers there are, those of mask and out-of-vocabulary tokens among them. */
  vocabularySize(): number {
    return this.lookup.knownSize ?? this.lookup.tokenStart;
  }

  /** The size of the vocabulary as the config holds it. */
  protected get writtenSize(): number | null {
    return this.lookup.knownSize;
  }

  /**
   * Holds the vocabulary, also one that was learned: Keras keeps that beside the config, where formats other than `.keras` have
   * no place.
   */
  override getConfig(dialect: Dialect = 'keras3'): Record<string, unknown> {
    const config = { ...super.getConfig(dialect), vocabulary_size: this.writtenSize };
    if (this.#isGiven || !this.lookup.isReady) return config;
    const vocabulary = this.getVocabulary();
    const { idfWeights } = this.lookup;
    return { ...config, vocabulary, idf_weights: idfWeights === undefined ? null : Array.from(idfWeights.subarray(0, vocabulary.length)) };
  }

  saveAssets(): ReadonlyMap<string, string> {
    return new Map();
  }

  loadAssets(files: ReadonlyMap<string, string>): void {
    const text = files.get(VOCABULARY_FILE);
    if (this.#given.vocabulary !== null || text === undefined) return;
    const lines = text.split(/\r\n|[\n\r]/);
    while (lines.at(-1) === '') lines.pop();
    const { idfWeights } = this.lookup;
    const weights = this.#given.outputMode === 'tf_idf' && idfWeights !== undefined ? Array.from(idfWeights.subarray(0, lines.length)) : null;
    this.setVocabulary(lines.map((line) => this.termOf(line)), weights);
  }

  /** A term of a line of a file. */
  protected abstract termOf(line: string): T;

  saveOwnVariables(): ReadonlyMap<string, Tensor> {
    const { idfWeights } = this.lookup;
    return new Map(idfWeights === undefined ? [] : [[IDF_WEIGHTS, tensor(idfWeights, [idfWeights.length])]]);
  }

  loadOwnVariables(arrays: ReadonlyMap<string, Tensor>): void {
    const weights = arrays.get(IDF_WEIGHTS) ?? arrays.get(UNNAMED);
    if (weights !== undefined && weights.dtype !== 'string') this.lookup.setIdfWeights(Float32Array.from(weights.data));
  }

  protected override call(x: ValueLike): Value {
    return this.lookup.call(x);
  }
}
