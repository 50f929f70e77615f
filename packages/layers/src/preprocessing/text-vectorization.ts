import { InvalidArgumentError, type Tensor, type Value, type ValueLike } from '@kedge/graph-core';
import type { Dialect } from '../config/dialect.js';
import { boolean, count, integer, nullable, only, string } from '../config/basic-fields.js';
import { unexpectedValue, type Field, type ResolvedConfig } from '../config/field.js';
import type { LayerConfig, layerFields } from '../engine/layer.js';
import type { Term } from './host/lookup-table.js';
import type { Widths } from './host/split-text.js';
import { Tokenize } from './host/tokenize.js';
import type { IndexLookupOptions } from './index-lookup.js';
import { outputMode, textVocabulary, weightsOfTerms } from './lookup-fields.js';
import { LookupLayer } from './lookup-layer.js';
import { OLD_LOOKUP_KEYS, withoutOldKeys } from './old-keys.js';
import { openDType, writtenDType } from './output-dtype.js';
import { textStep } from './text-step.js';

const ngrams: Field<Widths | null, Widths | null, false> = {
  required: false,
  defaultValue: () => null,
  parse: (value, place) => {
    const widths: readonly unknown[] = value === null ? [] : [value].flat();
    if (!widths.every((width) => Number.isInteger(width) && (width as number) >= 1)) throw unexpectedValue(place, 'a width from 1, a list of widths, or null', value);
    return value;
  },
  serialize: (value) => value,
};

const fields = {
  dtype: openDType(),
  maxTokens: nullable(count()),
  standardize: textStep<'lower_and_strip_punctuation' | 'lower' | 'strip_punctuation', string>(['lower_and_strip_punctuation', 'lower', 'strip_punctuation']),
  split: textStep<'whitespace' | 'character', readonly string[]>(['whitespace', 'character']),
  ngrams,
  outputMode: outputMode(['int', 'one_hot', 'multi_hot', 'count', 'tf_idf'], 'int'),
  outputSequenceLength: nullable(integer(0, 0)),
  padToMaxTokens: boolean(false),
  sparse: boolean(false),
  ragged: only(false, 'rows of different lengths are filled up with zeros here'),
  vocabulary: textVocabulary(),
  idfWeights: weightsOfTerms(),
  encoding: string('utf-8'),
  vocabularySize: nullable(integer(0, 0)),
};

export type TextVectorizationConfig = LayerConfig<typeof fields>;

/**
 * Turns texts into numbers: standardizes, splits, makes n-grams, and looks up tokens in a vocabulary that was given or learned
 * ({@link TextVectorization.adapt}). Runs on the host.
 *
 * Input: strings `[batch]` or `[batch, 1]`; without `split`, `[batch, tokens]`. Output in mode `int`: int32 `[batch, length]`, where
 * length is `outputSequenceLength` or that of the longest text, filled up with 0; else float32 `[batch, terms]`.
 */
export class TextVectorization extends LookupLayer<string, typeof fields> {
  static readonly className = 'TextVectorization';
  static readonly fields = fields;
  readonly #tokenize: Tokenize;

  constructor(config: TextVectorizationConfig = {}) {
    super(withoutOldKeys(config, OLD_LOOKUP_KEYS));
    const { standardize, split, ngrams: widths, outputMode: mode, outputSequenceLength } = this.config;
    if (mode !== 'int' && outputSequenceLength !== null) {
      throw new InvalidArgumentError(`'${this.name}': outputSequenceLength has a meaning in outputMode 'int' only, got '${mode}'.`);
    }
    if (mode === 'one_hot' && split !== null) {
      throw new InvalidArgumentError(`'${this.name}': outputMode 'one_hot' needs split: null, since texts of different lengths would give rows of different sizes. Use 'multi_hot' or 'count'.`);
    }
    this.#tokenize = new Tokenize({ layer: this.name, standardize, split, ngrams: widths, length: outputSequenceLength });
  }

  protected override lookupOptions(config: ResolvedConfig<typeof fields & typeof layerFields>): IndexLookupOptions {
    const { maxTokens, outputMode: mode, padToMaxTokens, vocabularySize } = config;
    const plain = { numOovIndices: 1, maskToken: '', oovToken: '[UNK]', invert: false, oovMethod: 'floormod', salt: null } as const;
    return { ...plain, maxTokens, outputMode: mode, padToMaxTokens, vocabularySize, layer: this.name, ofText: true };
  }

  protected override documentsIn(data: Tensor): Iterable<readonly Term[]> {
    const [spec] = this.#tokenize.infer([data]);
    return spec === undefined ? [] : this.#tokenize.rowsOf(data);
  }

  protected override termOf(line: string): string {
    return line;
  }

  protected override call(x: ValueLike): Value {
    return this.lookup.call(x, [this.#tokenize]);
  }

  protected override get writtenSize(): number | null {
    return this.vocabularySize();
  }

  override getConfig(dialect: Dialect = 'keras3'): Record<string, unknown> {
    const dtype = dialect === 'keras3' ? writtenDType('', 'float32', dialect) : 'string';
    return { ...super.getConfig(dialect), dtype };
  }
}

/** Makes a {@link TextVectorization}. */
export const textVectorization = (config: TextVectorizationConfig = {}): TextVectorization => new TextVectorization(config);
