import type { Dialect } from '../config/dialect.js';
import { boolean, count, integer, nullable, oneOf, onlyIn, whenSetIn } from '../config/basic-fields.js';
import type { ResolvedConfig } from '../config/field.js';
import type { LayerConfig, layerFields } from '../engine/layer.js';
import type { IndexLookupOptions } from './index-lookup.js';
import { integerType, numberVocabulary, outputMode, salt, termOr, weightsOfTerms } from './lookup-fields.js';
import { LookupLayer } from './lookup-layer.js';
import { OLD_LOOKUP_KEYS, withoutOldKeys } from './old-keys.js';
import { openDType, writtenDType } from './output-dtype.js';

const fields = {
  dtype: openDType(),
  invert: boolean(false),
  maxTokens: nullable(count()),
  numOovIndices: integer(1, 0),
  oovToken: termOr<number>(-1),
  maskToken: termOr<number>(null),
  outputMode: outputMode(['int', 'one_hot', 'multi_hot', 'count', 'tf_idf'], 'int'),
  sparse: boolean(false),
  padToMaxTokens: boolean(false),
  vocabularyDtype: integerType(),
  idfWeights: weightsOfTerms(),
  vocabulary: numberVocabulary(),
  vocabularySize: nullable(integer(0, 0)),
  oovMethod: onlyIn('keras3', whenSetIn('keras3', oneOf(['floormod', 'farmhash'], 'floormod')), 'oovMethod'),
  salt: onlyIn('keras3', whenSetIn('keras3', salt()), 'salt'),
};

export type IntegerLookupConfig = LayerConfig<typeof fields>;

/**
 * Turns whole numbers into their places in a vocabulary, given or learned ({@link IntegerLookup.adapt}), or places into numbers
 * with `invert`. Runs on the host.
 *
 * Output: int32 of the input's shape in mode `int`; else float32 with one number for each term: `one_hot` for each input,
 * `multi_hot`, `count` and `tf_idf` for each sample.
 */
export class IntegerLookup extends LookupLayer<number, typeof fields> {
  static readonly className = 'IntegerLookup';
  static readonly fields = fields;

  constructor(config: IntegerLookupConfig = {}) {
    super(withoutOldKeys(config, OLD_LOOKUP_KEYS));
  }

  protected override lookupOptions(config: ResolvedConfig<typeof fields & typeof layerFields>): IndexLookupOptions {
    return { ...config, layer: this.name, ofText: false };
  }

  protected override termOf(line: string): number {
    return Number(line);
  }

  override getConfig(dialect: Dialect = 'keras3'): Record<string, unknown> {
    const fallback = dialect === 'keras2' && this.config.outputMode === 'int' ? 'int64' : 'float32';
    return { ...super.getConfig(dialect), dtype: writtenDType(dialect === 'keras3' ? '' : this.config.dtype, fallback, dialect) };
  }
}

/** Makes an {@link IntegerLookup}. */
export const integerLookup = (config: IntegerLookupConfig = {}): IntegerLookup => new IntegerLookup(config);
