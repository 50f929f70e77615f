import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import { integer, nullable } from '../config/basic-fields.js';
import { Layer, type CallOptions, type LayerConfig } from '../engine/layer.js';
import { shapeOf } from '../layout/channels.js';
import { LayerSeed } from './layer-seed.js';
import { rate } from './rate-field.js';

const fields = { rate: rate(), seed: nullable(integer(0)) };

export type GaussianDropoutConfig = LayerConfig<typeof fields>;

/** In training, multiplies by numbers of a normal distribution around 1 with the variance that dropout of this rate has. Output: shape of the input. */
export class GaussianDropout extends Layer<typeof fields> {
  static readonly className = 'GaussianDropout';
  static readonly fields = fields;
  readonly #seed = new LayerSeed(this.config.seed);

  constructor(config: GaussianDropoutConfig) {
    super(config);
  }

  protected override get supportsMasking(): boolean {
    return true;
  }

  protected override call(x: ValueLike, { training }: CallOptions): Value {
    const { rate } = this.config;
    if (!training || rate === 0) return ops.identity(x);
    const stddev = Math.sqrt(rate / (1 - rate));
    return ops.multiply(x, ops.randomNormal(shapeOf(x), this.#seed.next(), { mean: 1, stddev }));
  }
}

/** Makes a {@link GaussianDropout}. */
export const gaussianDropout = (config: GaussianDropoutConfig): GaussianDropout => new GaussianDropout(config);
