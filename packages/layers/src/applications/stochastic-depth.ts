import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import { Layer, type CallOptions, type LayerConfig } from '../engine/layer.js';
import { shapeOf } from '../layout/channels.js';
import { drop } from '../regularization/drop.js';
import { LayerSeed } from '../regularization/layer-seed.js';
import { rate } from '../regularization/rate-field.js';

const fields = { dropPathRate: rate() };

export type StochasticDepthConfig = LayerConfig<typeof fields>;

/**
 * In training, sets whole examples to zero and scales the rest by `1 / (1 - dropPathRate)` (Huang et al., 2016); hands its input
 * through otherwise. As `keras.applications`' ConvNeXt has it. Output: shape of the input.
 */
export class StochasticDepth extends Layer<typeof fields> {
  static readonly className = 'StochasticDepth';
  static readonly kerasModule = 'keras.src.applications.convnext';
  static readonly fields = fields;
  readonly #seed = new LayerSeed(null);

  constructor(config: StochasticDepthConfig) {
    super(config);
  }

  protected override call(x: ValueLike, { training }: CallOptions): Value {
    const { dropPathRate } = this.config;
    if (!training || dropPathRate === 0) return ops.identity(x);
    const noiseShape = shapeOf(x).map((dim, i) => (i === 0 ? dim : 1));
    return drop(x, dropPathRate, noiseShape, this.#seed.next());
  }
}

/** Makes a {@link StochasticDepth}. */
export const stochasticDepth = (config: StochasticDepthConfig): StochasticDepth => new StochasticDepth(config);
