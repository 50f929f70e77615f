import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import { boolean, nullable, number, string } from '../config/basic-fields.js';
import { built } from '../engine/dims.js';
import { Layer, type CallOptions, type LayerConfig } from '../engine/layer.js';
import { setMask } from '../engine/masks.js';
import type { Variable } from '../engine/variable.js';
import { embeddingFields } from './embedding-fields.js';

const fields = {
  ...embeddingFields,
  tieWeights: boolean(true),
  reverseDtype: nullable(string('float32')),
  logitSoftCap: nullable(number(1)),
};

export type ReversibleEmbeddingConfig = LayerConfig<typeof fields>;

/**
 * A learned vector for each whole number below `inputDim`, and the way back: called with `reverse`, it turns vectors
 * `[batch, ..., outputDim]` into scores `[batch, ..., inputDim]`.
 *
 * Weights: embeddings `[inputDim, outputDim]`; with `tieWeights` of false reverse_embeddings `[outputDim, inputDim]`, too.
 */
export class ReversibleEmbedding extends Layer<typeof fields> {
  static readonly className = 'ReversibleEmbedding';
  static readonly fields = fields;
  #embeddings: Variable | undefined;
  #reverse: Variable | undefined;

  constructor(config: ReversibleEmbeddingConfig) {
    super(config);
  }

  protected override build(): void {
    const { inputDim, outputDim, tieWeights, embeddingsInitializer: initializer, embeddingsRegularizer, embeddingsConstraint } = this.config;
    this.#embeddings = this.addWeight('embeddings', [inputDim, outputDim], { initializer, regularizer: embeddingsRegularizer, constraint: embeddingsConstraint });
    if (!tieWeights) this.#reverse = this.addWeight('reverse_embeddings', [outputDim, inputDim], { initializer });
  }

  override get argumentNames(): readonly string[] {
    return ['reverse'];
  }

  protected override call(inputs: ValueLike, { args }: CallOptions): Value {
    if (args['reverse'] === true) return this.#scores(inputs);
    const vectors = ops.take(built(this.#embeddings), inputs, 0);
    // On the way back there is nothing that 0 could mark.
    if (this.config.maskZero) setMask(vectors, ops.notEqual(inputs, 0));
    return vectors;
  }

  #scores(vectors: ValueLike): Value {
    const { logitSoftCap } = this.config;
    const kernel = this.#reverse ?? ops.transpose(built(this.#embeddings));
    const scores = ops.matmul(vectors, kernel);
    return logitSoftCap === null ? scores : ops.multiply(ops.tanh(ops.divide(scores, logitSoftCap)), logitSoftCap);
  }
}

/** Makes a {@link ReversibleEmbedding}. */
export const reversibleEmbedding = (config: ReversibleEmbeddingConfig): ReversibleEmbedding => new ReversibleEmbedding(config);
