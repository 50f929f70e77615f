import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import { integer, nullable, onlyIn } from '../config/basic-fields.js';
import { Layer, type CallOptions, type LayerConfig } from '../engine/layer.js';
import { shapeOf } from '../layout/channels.js';
import { noiseShape } from './dropout.js';
import { LayerSeed } from './layer-seed.js';
import { rate } from './rate-field.js';

const fields = { rate: rate(), seed: nullable(integer(0)), noiseShape: onlyIn('keras3', noiseShape(), 'noise_shape') };

export type AlphaDropoutConfig = LayerConfig<typeof fields>;

/** What a SELU unit gives for very negative inputs (Klambauer et al., 2017), with the sign turned. */
const SATURATION = 1.6732632423543772 * 1.0507009873554805;

/**
 * Dropout for SELU networks: in training, a share `rate` of the elements becomes the saturation value of SELU, and all are
 * scaled and moved so that mean and variance stay. Hands its input through otherwise. Output: shape of the input.
 */
export class AlphaDropout extends Layer<typeof fields> {
  static readonly className = 'AlphaDropout';
  static readonly fields = fields;
  readonly #seed = new LayerSeed(this.config.seed);

  constructor(config: AlphaDropoutConfig) {
    super(config);
  }

  protected override get supportsMasking(): boolean {
    return true;
  }

  protected override call(x: ValueLike, { training }: CallOptions): Value {
    const { rate, noiseShape } = this.config;
    if (!training || rate === 0 || rate === 1) return ops.identity(x);
    const shape = shapeOf(x);
    const choice = noiseShape === null ? shape : noiseShape.map((dim, i) => dim ?? shape[i] ?? null);
    const isKept = ops.greaterEqual(ops.randomUniform(choice, this.#seed.next()), rate);
    const scale = ((1 - rate) * (1 + rate * SATURATION ** 2)) ** -0.5;
    return ops.add(ops.multiply(ops.where(isKept, x, -SATURATION), scale), scale * SATURATION * rate);
  }
}

/** Makes an {@link AlphaDropout}. */
export const alphaDropout = (config: AlphaDropoutConfig): AlphaDropout => new AlphaDropout(config);
