import { KedgeError, type TensorSpec } from '@kedge/graph-core';
import { integer } from '../config/basic-fields.js';
import { InvalidConfigError } from '../config/field.js';
import { layerField } from '../config/layer-field.js';
import { Layer, type CallOptions, type LayerConfig } from '../engine/layer.js';
import type { Variable } from '../engine/variable.js';
import { TruncatedNormal } from '../initializers/index.js';

const fields = { layer: layerField(), powerIterations: integer(1, 1) };

export type SpectralNormalizationConfig = LayerConfig<typeof fields>;

/**
 * A layer whose kernel training keeps at a largest singular value of 1 (Miyato et al., 2018).
 *
 * The stored kernel is normalized already, so that inference is that of the layer inside; training it is refused. Output: that
 * of the layer. Weights: the kernel of the layer, vector_u `[1, channels]`, which the normalization carries along, and the layer's others.
 */
export class SpectralNormalization extends Layer<typeof fields> {
  static readonly className = 'SpectralNormalization';
  static readonly fields = fields;

  constructor(config: SpectralNormalizationConfig) {
    super(config);
    this.track(this.config.layer, 'layer');
    if (!this.trainable) this.trainable = false;
  }

  protected override build(inputs: readonly TensorSpec[]): void {
    const { layer } = this.config;
    layer.buildFor(inputs);
    const kernel = this.#kernel;
    if (kernel === undefined) throw new InvalidConfigError(`SpectralNormalization '${this.name}': expected a layer with a kernel or embeddings, got a ${layer.className}.`);
    this.addWeight('vector_u', [1, kernel.shape.at(-1) ?? 1], { initializer: new TruncatedNormal({ stddev: 0.02 }), trainable: false });
  }

  get #kernel(): Variable | undefined {
    return this.config.layer.weights.find(({ name }) => name === 'kernel' || name === 'embeddings');
  }

  /** In Keras' order, which counts the kernel as this layer's own. */
  override get weights(): readonly Variable[] {
    const kernel = this.#kernel;
    return kernel === undefined ? super.weights : [...new Set([kernel, ...super.weights])];
  }

  /** @throws {KedgeError} `UNSUPPORTED_TRAINING` in training. */
  protected override call(inputs: never, { training, mask }: CallOptions): unknown {
    if (training && this.trainable) {
      throw new KedgeError('UNSUPPORTED_TRAINING', `SpectralNormalization '${this.name}' can be run but not trained. Freeze it (layer.trainable = false), or replace it by the layer inside.`);
    }
    return this.config.layer.apply(inputs, { mask });
  }
}

/** Makes a {@link SpectralNormalization}. */
export const spectralNormalization = (config: SpectralNormalizationConfig): SpectralNormalization => new SpectralNormalization(config);
