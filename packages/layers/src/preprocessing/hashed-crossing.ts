import { areCompatible, callHost, formatShape, InvalidArgumentError, ShapeMismatchError, type Value, type ValueLike } from '@kedge/graph-core';
import { boolean } from '../config/basic-fields.js';
import type { Dialect } from '../config/dialect.js';
import { Layer, type LayerConfig } from '../engine/layer.js';
import { shapeOf } from '../layout/channels.js';
import { HostChain } from './host/chain.js';
import { CrossHash } from './host/cross-hash.js';
import { EncodeCategories } from './host/encode-categories.js';
import { bins, outputMode } from './lookup-fields.js';
import { openDType, writtenDType } from './output-dtype.js';

const fields = { dtype: openDType(), numBins: bins(), outputMode: outputMode(['int', 'one_hot'], 'int'), sparse: boolean(false) };

export type HashedCrossingConfig = LayerConfig<typeof fields>;

/**
 * Hashes what stands in one place of two or more inputs, strings or whole numbers, into a bin. Runs on the host.
 *
 * Inputs: all `[batch]` or all `[batch, 1]`. Output: int32 of that shape in mode `int`; else float32 `[batch, numBins]`.
 */
export class HashedCrossing extends Layer<typeof fields> {
  static readonly className = 'HashedCrossing';
  static readonly fields = fields;

  constructor(config: HashedCrossingConfig) {
    super(config);
  }

  protected override call(inputs: readonly ValueLike[]): Value {
    const shapes = Array.isArray(inputs) ? inputs.map(shapeOf) : [];
    const [first] = shapes;
    if (first === undefined || shapes.length < 2) throw new InvalidArgumentError(`'${this.name}' crosses inputs: expected a list of two or more, got ${shapes.length}.`);
    if (first.length > 2 || (first.length === 2 && first[1] !== 1) || shapes.some((shape) => !areCompatible(shape, first))) {
      throw new ShapeMismatchError(`'${this.name}': expected inputs that are all of shape (batch) or all (batch, 1), got ${shapes.map(formatShape).join(', ')}.`);
    }
    const { numBins, outputMode: mode } = this.config;
    const cross = new CrossHash(numBins);
    return callHost(mode === 'int' ? cross : new HostChain([cross, new EncodeCategories(mode, numBins)]), inputs)[0] as Value;
  }

  override getConfig(dialect: Dialect = 'keras3'): Record<string, unknown> {
    const { dtype, outputMode: mode } = this.config;
    // Keras 3 writes neither a policy nor `trainable` here.
    const { trainable, ...config } = super.getConfig(dialect);
    const written = { ...config, dtype: writtenDType(dtype, mode === 'int' ? 'int64' : 'float32', 'keras2') };
    return dialect === 'keras2' ? { ...written, trainable } : written;
  }
}

/** Makes a {@link HashedCrossing}. */
export const hashedCrossing = (config: HashedCrossingConfig): HashedCrossing => new HashedCrossing(config);
