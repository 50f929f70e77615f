import { callHost, InvalidArgumentError, type DType, type Value, type ValueLike } from '@kedge/graph-core';
import { boolean } from '../config/basic-fields.js';
import type { Dialect } from '../config/dialect.js';
import { Layer, type LayerConfig } from '../engine/layer.js';
import { HostChain } from './host/chain.js';
import { EncodeCategories } from './host/encode-categories.js';
import { HashBuckets } from './host/hash-buckets.js';
import type { Term } from './host/lookup-table.js';
import { bins, outputMode, salt, termOr } from './lookup-fields.js';
import { openDType, writtenDType } from './output-dtype.js';

const fields = {
  dtype: openDType(),
  numBins: bins(),
  salt: salt(),
  maskValue: termOr<Term>(null),
  outputMode: outputMode(['int', 'one_hot', 'multi_hot', 'count'], 'int'),
  sparse: boolean(false),
};

export type HashingConfig = LayerConfig<typeof fields>;

/**
 * Hashes strings and whole numbers (their decimal text) into bins: by FarmHash64, or by SipHash with a `salt`. With a `maskValue`
 * bin 0 is its own. Runs on the host.
 *
 * Output: int32 of the input's shape in mode `int`; else float32 with `numBins` as the last dimension.
 */
export class Hashing extends Layer<typeof fields> {
  static readonly className = 'Hashing';
  static readonly fields = fields;

  constructor(config: HashingConfig) {
    super(config);
  }

  override get inputDType(): DType {
    return typeof this.config.maskValue === 'number' ? 'int32' : 'string';
  }

  protected override call(x: ValueLike): Value {
    const { numBins, salt: key, maskValue: mask, outputMode: mode } = this.config;
    if (typeof x === 'object' && mask !== null && (x.dtype === 'string') !== (typeof mask === 'string')) {
      throw new InvalidArgumentError(`'${this.name}': expected a maskValue of the type of the input, got ${JSON.stringify(mask)} for ${x.dtype}.`);
    }
    const hash = new HashBuckets({ bins: numBins, salt: key, mask });
    return callHost(mode === 'int' ? hash : new HostChain([hash, new EncodeCategories(mode, numBins)]), [x])[0] as Value;
  }

  override getConfig(dialect: Dialect = 'keras3'): Record<string, unknown> {
    const { dtype, outputMode: mode } = this.config;
    // A float type where whole numbers come out is what older releases wrote.
    const given = mode === 'int' && !dtype.startsWith('int') ? '' : dtype;
    return { ...super.getConfig(dialect), dtype: writtenDType(given, mode === 'int' ? 'int64' : 'float32', dialect) };
  }
}

/** Makes a {@link Hashing}. */
export const hashing = (config: HashingConfig): Hashing => new Hashing(config);
