import { callHost, InvalidArgumentError, ops, tensor, type HostFunction, type Tensor, type Value, type ValueLike } from '@kedge/graph-core';
import { HostChain } from './host/chain.js';
import { EncodeCategories } from './host/encode-categories.js';
import { InverseLookup, Lookup } from './host/lookup.js';
import { LookupTable, type Term } from './host/lookup-table.js';
import { learnVocabulary } from './learn-vocabulary.js';
import type { LookupMode } from './lookup-fields.js';
import { VocabularyError, withoutSpecialTokens } from './vocabulary-rules.js';

/** A row of so many numbers takes a gigabyte. */
const LARGEST_DEPTH = 2 ** 28;

const tooLarge = (layer: string, depth: number): VocabularyError => new VocabularyError(layer, `would put out rows of ${depth} numbers; expected at most ${LARGEST_DEPTH}`);

/** How a lookup works. */
export interface IndexLookupOptions {
  /** Name of the layer, for messages. */
  readonly layer: string;
  readonly ofText: boolean;
  readonly maxTokens: number | null;
  readonly numOovIndices: number;
  readonly maskToken: Term | null;
  readonly oovToken: Term | null;
  readonly invert: boolean;
  readonly outputMode: LookupMode;
  readonly padToMaxTokens: boolean;
  readonly oovMethod: 'floormod' | 'farmhash';
  readonly salt: readonly [number, number] | null;
  /** Size that a file gives, special tokens among them, for a vocabulary that comes later. */
  readonly vocabularySize: number | null;
}

/** A vocabulary and the way to look things up in it: what StringLookup, IntegerLookup and TextVectorization share. */
export class IndexLookup {
  readonly #options: IndexLookupOptions;
  #table: LookupTable | undefined;
  /** As long as the vocabulary with its special tokens, or as `maxTokens`. */
  #idf: Float32Array | undefined;
  /** The depth that a graph was built with. */
  #depthInUse: number | undefined;

  constructor(options: IndexLookupOptions) {
    const { layer, maxTokens, invert, outputMode, numOovIndices } = options;
    const wrong = (what: string): InvalidArgumentError => new InvalidArgumentError(`'${layer}': ${what}`);
    if (maxTokens !== null && maxTokens <= 1) throw wrong(`expected maxTokens above 1, got ${maxTokens}.`);
    if (invert && outputMode !== 'int') throw wrong(`invert needs outputMode 'int', got '${outputMode}'.`);
    if (numOovIndices < 0) throw wrong(`expected numOovIndices of 0 or more, got ${numOovIndices}.`);
    // Up to TensorFlow 2.5 this was on by default, and did nothing without a number to pad to.
    this.#options = { ...options, padToMaxTokens: options.padToMaxTokens && maxTokens !== null };
  }

  get #maskStart(): number {
    return this.#options.maskToken !== null && this.#options.outputMode === 'int' ? 1 : 0;
  }

  /** The number of the first term. */
  get tokenStart(): number {
    return this.#maskStart + this.#options.numOovIndices;
  }

  /** Whether there is a vocabulary. */
  get isReady(): boolean {
    return this.#table !== undefined;
  }

  /** How many numbers there are, those of special tokens among them; `null` while nothing is known. */
  get knownSize(): number | null {
    return this.#table === undefined ? this.#options.vocabularySize : this.tokenStart + this.#table.size;
  }

  /** Weights of the terms in mode `tf_idf`. */
  get idfWeights(): Float32Array | undefined {
    return this.#idf;
  }

  /**
   * The vocabulary.
   *
   * @param includeSpecialTokens Whether the mask and out-of-vocabulary tokens stand at its beginning, so that each term is at its number.
   */
  vocabulary(includeSpecialTokens: boolean): readonly Term[] {
    const terms = this.#table?.terms ?? [];
    const { maskToken, oovToken, numOovIndices } = this.#options;
    if (!includeSpecialTokens) return terms;
    const mask = this.#maskStart === 1 && maskToken !== null ? [maskToken] : [];
    return [...mask, ...Array.from({ length: numOovIndices }, () => oovToken ?? ''), ...terms];
  }

  /**
   * Sets the vocabulary.
   *
   * @param vocabulary Terms; the special tokens may stand at its beginning, all of them or none.
   * @param idfWeights A number for each term of it, in mode `tf_idf`.
   * @throws {VocabularyError} when it does not fit.
   */
  setVocabulary(vocabulary: readonly Term[], idfWeights: readonly number[] | null): void {
    const { layer, outputMode, maxTokens } = this.#options;
    const { terms, hadSpecial } = withoutSpecialTokens(vocabulary, { ...this.#options, hasMask: this.#maskStart === 1 });
    if (maxTokens !== null && this.tokenStart + terms.length > maxTokens) {
      throw new VocabularyError(layer, `has ${this.tokenStart + terms.length} terms, special tokens among them, which is more than maxTokens, ${maxTokens}`);
    }
    if ((outputMode === 'tf_idf') !== (idfWeights !== null)) throw new VocabularyError(layer, outputMode === 'tf_idf' ? 'needs idfWeights in mode tf_idf' : `has idfWeights, which mode '${outputMode}' does not take`);
    if (idfWeights !== null && idfWeights.length !== vocabulary.length) throw new VocabularyError(layer, `has ${vocabulary.length} terms and ${idfWeights.length} idfWeights`);
    this.#use(new LookupTable(terms), idfWeights === null ? undefined : this.#padded(idfWeights, hadSpecial));
  }

  /** Weights from a file, as they are used. */
  setIdfWeights(weights: Float32Array): void {
    const { layer, padToMaxTokens, maxTokens } = this.#options;
    const expected = padToMaxTokens ? maxTokens : this.knownSize;
    if (expected !== null && weights.length !== expected) throw new VocabularyError(layer, `has ${expected} terms, special tokens among them, and the file ${weights.length} idf weights`);
    this.#idf = weights;
  }

  /** Learns the vocabulary from documents. */
  learn(documents: Iterable<readonly Term[]>): void {
    const { maskToken, oovToken, maxTokens, outputMode } = this.#options;
    const limit = maxTokens === null ? Infinity : maxTokens - this.tokenStart;
    const { terms, documentCounts, documents: count } = learnVocabulary(documents, [maskToken, oovToken], limit);
    if (terms.length === 0) return;
    const idf = documentCounts.map((documentCount) => Math.fround(Math.log(1 + count / (1 + documentCount))));
    this.#use(new LookupTable(terms), outputMode === 'tf_idf' ? this.#padded(idf, false) : undefined);
  }

  #use(table: LookupTable, idf: Float32Array | undefined): void {
    const depth = this.tokenStart + table.size;
    if (this.#depthInUse !== undefined && !this.#options.padToMaxTokens && this.#depthInUse !== depth) {
      throw new VocabularyError(this.#options.layer, `has ${depth} terms, special tokens among them, but the layer was called when it had ${this.#depthInUse}, and its output has that size. Set padToMaxTokens and maxTokens, or set the vocabulary before the first call`);
    }
    this.#table = table;
    this.#idf = idf;
  }

  /** Unknown terms weigh as much as the average, numbers without a term nothing. */
  #padded(idf: readonly number[], hasSpecial: boolean): Float32Array {
    const { layer, padToMaxTokens, maxTokens, numOovIndices } = this.#options;
    const missing = hasSpecial ? 0 : numOovIndices;
    const size = padToMaxTokens && maxTokens !== null ? maxTokens : missing + idf.length;
    if (size > LARGEST_DEPTH) throw tooLarge(layer, size);
    const weights = new Float32Array(size).fill(idf.reduce((sum, weight) => sum + weight, 0) / idf.length, 0, missing);
    weights.set(idf, missing);
    return weights;
  }

  /**
   * Looks terms up.
   *
   * @param first What the host does before, e.g. split texts.
   */
  call(x: ValueLike, first: readonly HostFunction[] = []): Value {
    const { outputMode } = this.#options;
    if (outputMode === 'int') return one(callHost(chained([...first, this.#lookup()]), [x]));
    const mode = outputMode === 'tf_idf' ? 'count' : outputMode;
    const depth = this.#depth();
    const encoded = one(callHost(chained([...first, this.#lookup(), new EncodeCategories(mode, depth)]), [x]));
    return outputMode === 'tf_idf' ? ops.multiply(encoded, this.#idfTensor(depth)) : encoded;
  }

  #lookup(): HostFunction {
    const { layer, ofText, maskToken: mask, oovToken, invert, outputMode, numOovIndices, oovMethod, salt } = this.#options;
    const table = this.#table;
    if (invert) return new InverseLookup({ layer, table, ofText, mask, oov: oovToken ?? (ofText ? '' : -1), start: this.tokenStart });
    return new Lookup({ layer, table, ofText, mask, maskPlace: outputMode === 'int' ? 0 : -1, oovStart: this.#maskStart, oovCount: numOovIndices, oovMethod, salt });
  }

  #depth(): number {
    const { layer, padToMaxTokens, maxTokens, outputMode } = this.#options;
    const depth = padToMaxTokens ? maxTokens : this.knownSize;
    if (depth === null) throw new VocabularyError(layer, `must be known before a call in mode '${outputMode}', since the size of the output is that of the vocabulary. Give it (vocabulary, setVocabulary), let the layer learn it (adapt), or set padToMaxTokens`);
    if (depth > LARGEST_DEPTH) throw tooLarge(layer, depth);
    this.#depthInUse = depth;
    return depth;
  }

  /** Zeros until the vocabulary comes, for a graph that is built before. */
  #idfTensor(depth: number): Tensor {
    return tensor(this.#idf ?? new Float32Array(depth), [depth]);
  }
}

const chained = (parts: readonly HostFunction[]): HostFunction => (parts.length === 1 ? (parts[0] as HostFunction) : new HostChain(parts));
const one = (values: readonly Value[]): Value => values[0] as Value;
