import type { Dialect } from '../config/dialect.js';
import { boolean, count, integer, nullable, oneOf, onlyIn, string, whenSetIn } from '../config/basic-fields.js';
import type { ResolvedConfig } from '../config/field.js';
import type { LayerConfig, layerFields } from '../engine/layer.js';
import type { IndexLookupOptions } from './index-lookup.js';
import { outputMode, salt, termOr, textVocabulary, weightsOfTerms } from './lookup-fields.js';
import { LookupLayer } from './lookup-layer.js';
import { OLD_LOOKUP_KEYS, withoutOldKeys } from './old-keys.js';
import { openDType, writtenDType } from './output-dtype.js';

const fields = {
  dtype: openDType(),
  invert: boolean(false),
  maxTokens: nullable(count()),
  numOovIndices: integer(1, 0),
  oovToken: termOr<string>('[UNK]'),
  maskToken: termOr<string>(null),
  outputMode: outputMode(['int', 'one_hot', 'multi_hot', 'count', 'tf_idf'], 'int'),
  sparse: boolean(false),
  padToMaxTokens: boolean(false),
  idfWeights: weightsOfTerms(),
  vocabulary: textVocabulary(),
  vocabularySize: nullable(integer(0, 0)),
  oovMethod: onlyIn('keras3', whenSetIn('keras3', oneOf(['floormod', 'farmhash'], 'floormod')), 'oovMethod'),
  salt: onlyIn('keras3', whenSetIn('keras3', salt()), 'salt'),
  encoding: string('utf-8'),
};

export type StringLookupConfig = LayerConfig<typeof fields>;

/**
 * Turns strings into numbers by a vocabulary, given or learned ({@link StringLookup.adapt}), or numbers into strings with
 * `invert`. Runs on the host.
 *
 * Output: int32 of the input's shape in mode `int` (strings with `invert`); else float32 with one number for each term:
 * `one_hot` for each input, `multi_hot`, `count` and `tf_idf` for each sample.
 */
export class StringLookup extends LookupLayer<string, typeof fields> {
  static readonly className = 'StringLookup';
  static readonly fields = fields;

  constructor(config: StringLookupConfig = {}) {
    super(withoutOldKeys(config, OLD_LOOKUP_KEYS));
  }

  protected override lookupOptions(config: ResolvedConfig<typeof fields & typeof layerFields>): IndexLookupOptions {
    return { ...config, layer: this.name, ofText: true };
  }

  protected override termOf(line: string): string {
    return line;
  }

  override getConfig(dialect: Dialect = 'keras3'): Record<string, unknown> {
    const fallback = dialect === 'keras2' && this.config.outputMode === 'int' ? 'int64' : 'float32';
    return { ...super.getConfig(dialect), dtype: writtenDType(dialect === 'keras3' ? '' : this.config.dtype, fallback, dialect) };
  }
}

/** Makes a {@link StringLookup}. */
export const stringLookup = (config: StringLookupConfig = {}): StringLookup => new StringLookup(config);
