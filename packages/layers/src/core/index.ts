// Written by scripts/generate.mjs.
export { Activation, activation, type ActivationConfig } from './activation.js';
export { Dense, dense, type DenseConfig } from './dense.js';
export { Identity, identity, type IdentityConfig } from './identity.js';
export { InputLayer, inputLayer, input, type InputLayerConfig, type InputConfig } from './input-layer.js';
