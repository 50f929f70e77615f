import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import { boolean, count, onlyIn } from '../config/basic-fields.js';
import { InvalidConfigError } from '../config/field.js';
import { Layer, type CallOptions, type LayerConfig } from '../engine/layer.js';
import { toFloat } from '../layout/to-float.js';
import { encodeCategories } from './encode-categories.js';
import { outputMode } from './lookup-fields.js';
import { withoutOldKeys } from './old-keys.js';

const fields = {
  numTokens: count(),
  outputMode: outputMode(['one_hot', 'multi_hot', 'count'], 'multi_hot'),
  sparse: onlyIn('keras2', boolean(false)),
};

export type CategoryEncodingConfig = LayerConfig<typeof fields>;

/**
 * Encodes whole numbers below `numTokens`: `one_hot` for each number, `multi_hot` and `count` for each sample. The argument
 * `countWeights`, of the input's shape, says what each number counts.
 *
 * Output: float32 with `numTokens` as the last dimension; numbers that are too high are left out.
 */
export class CategoryEncoding extends Layer<typeof fields> {
  static readonly className = 'CategoryEncoding';
  static readonly fields = fields;

  constructor(config: CategoryEncodingConfig) {
    super(withoutOldKeys(config, { max_tokens: 'numTokens' }));
  }

  override get argumentNames(): readonly string[] {
    return ['countWeights'];
  }

  protected override call(x: ValueLike, { args: { countWeights } }: CallOptions): Value {
    const { outputMode: mode, numTokens } = this.config;
    if (countWeights === undefined || countWeights === null) return encodeCategories(x, mode, numTokens);
    if (mode !== 'count') throw new InvalidConfigError(`CategoryEncoding '${this.name}': countWeights need outputMode 'count', got '${mode}'.`);
    return encodeCategories(x, mode, numTokens, ops.identity(toFloat(countWeights as ValueLike)));
  }
}

/** Makes a {@link CategoryEncoding}. */
export const categoryEncoding = (config: CategoryEncodingConfig): CategoryEncoding => new CategoryEncoding(config);
