import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import { integer, nullable } from '../config/basic-fields.js';
import { Layer, type CallOptions, type LayerConfig } from '../engine/layer.js';
import { shapeOf } from '../layout/channels.js';
import { LayerSeed } from './layer-seed.js';
import { rate } from './rate-field.js';

const fields = { stddev: rate(), seed: nullable(integer(0)) };

export type GaussianNoiseConfig = LayerConfig<typeof fields>;

/** In training, adds numbers of a normal distribution around 0; hands its input through otherwise. Output: shape of the input. */
export class GaussianNoise extends Layer<typeof fields> {
  static readonly className = 'GaussianNoise';
  static readonly fields = fields;
  readonly #seed = new LayerSeed(this.config.seed);

  constructor(config: GaussianNoiseConfig) {
    super(config);
  }

  protected override get supportsMasking(): boolean {
    return true;
  }

  protected override call(x: ValueLike, { training }: CallOptions): Value {
    const { stddev } = this.config;
    if (!training || stddev === 0) return ops.identity(x);
    return ops.add(x, ops.randomNormal(shapeOf(x), this.#seed.next(), { stddev }));
  }
}

/** Makes a {@link GaussianNoise}. */
export const gaussianNoise = (config: GaussianNoiseConfig): GaussianNoise => new GaussianNoise(config);
