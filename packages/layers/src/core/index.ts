// Written by scripts/generate.mjs.
export { Activation, activation, type ActivationConfig } from './activation.js';
export { Dense, dense, type DenseConfig } from './dense.js';
export { EinsumDense, einsumDense, type EinsumDenseConfig } from './einsum-dense.js';
export { Embedding, embedding, type EmbeddingConfig } from './embedding.js';
export { Identity, identity, type IdentityConfig } from './identity.js';
export { InputLayer, inputLayer, input, type InputLayerConfig, type InputConfig } from './input-layer.js';
export { Masking, masking, type MaskingConfig } from './masking.js';
export { ReversibleEmbedding, reversibleEmbedding, type ReversibleEmbeddingConfig } from './reversible-embedding.js';
