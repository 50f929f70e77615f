import { ops, type TensorSpec, type Value, type ValueLike } from '@kedge/graph-core';
import { dataFormat, integer, nullable, onlyIn } from '../config/basic-fields.js';
import type { Dialect } from '../config/dialect.js';
import { Layer, type CallOptions } from '../engine/layer.js';
import { perAxis, shapeOf } from '../layout/channels.js';
import { expectInputRank } from '../layout/input-rank.js';
import { drop } from './drop.js';
import { noiseShape } from './dropout.js';
import { LayerSeed } from './layer-seed.js';
import { rate } from './rate-field.js';

/** Keys of a dropout of whole channels. */
export const spatialDropoutFields = {
  rate: rate(),
  seed: nullable(integer(0)),
  dataFormat: onlyIn('keras3', dataFormat()),
  // Keras 2 inherits the key and does not look at it.
  noiseShape: onlyIn('keras2', noiseShape()),
};

/** In training, sets whole channels to zero and scales the rest by `1 / (1 - rate)`; hands its input through otherwise. */
export abstract class SpatialDropoutBase extends Layer<typeof spatialDropoutFields> {
  /** Number of spatial dimensions. */
  protected abstract readonly rank: number;
  readonly #seed = new LayerSeed(this.config.seed);

  protected override get supportsMasking(): boolean {
    return true;
  }

  /** Keras 3 leaves out whether these layers train, which its constructor refuses, and writes their dtype by name. */
  override getConfig(dialect: Dialect = 'keras3'): Record<string, unknown> {
    const { trainable, ...config } = super.getConfig(dialect);
    return dialect === 'keras3' ? { ...config, dtype: this.config.dtype } : { ...config, trainable };
  }

  protected override build(inputs: readonly TensorSpec[]): void {
    expectInputRank(this, inputs, this.rank + 2);
  }

  protected override call(x: ValueLike, { training }: CallOptions): Value {
    const { rate, dataFormat } = this.config;
    if (!training || rate === 0) return ops.identity(x);
    const isSpatial = perAxis(Array.from({ length: this.rank }, () => true), false, dataFormat);
    return drop(x, rate, shapeOf(x).map((dim, i) => (isSpatial[i] === true ? 1 : dim)), this.#seed.next());
  }
}
