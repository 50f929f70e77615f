import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import { integer, nullable, onlyIn } from '../config/basic-fields.js';
import { built } from '../engine/dims.js';
import { Layer, type LayerConfig } from '../engine/layer.js';
import type { Variable } from '../engine/variable.js';
import { embeddingFields } from './embedding-fields.js';

const fields = { ...embeddingFields, inputLength: onlyIn('keras2', nullable(integer(0, 1))) };

export type EmbeddingConfig = LayerConfig<typeof fields>;

/**
 * A learned vector for each whole number below `inputDim`.
 *
 * Input `[batch, ...]` of indices, output `[batch, ..., outputDim]`. With `maskZero` index 0 marks positions that do not
 * count. Weights: embeddings `[inputDim, outputDim]`.
 */
export class Embedding extends Layer<typeof fields> {
  static readonly className = 'Embedding';
  static readonly fields = fields;
  #embeddings: Variable | undefined;

  constructor(config: EmbeddingConfig) {
    super(config);
  }

  protected override build(): void {
    const { inputDim, outputDim } = this.config;
    this.#embeddings = this.addWeight('embeddings', [inputDim, outputDim], {
      initializer: this.config.embeddingsInitializer,
      regularizer: this.config.embeddingsRegularizer,
      constraint: this.config.embeddingsConstraint,
    });
  }

  protected override call(indices: ValueLike): Value {
    return ops.take(built(this.#embeddings), indices, 0);
  }

  protected override computeMask(indices: ValueLike): unknown {
    return this.config.maskZero ? ops.notEqual(indices, 0) : null;
  }
}

/** Makes an {@link Embedding}. */
export const embedding = (config: EmbeddingConfig): Embedding => new Embedding(config);
