export * from './engine.js';
export * as constraints from './constraints/index.js';
export * from './generated/layers.js';
export * as losses from './losses/index.js';
export * as metrics from './metrics/index.js';
export * as optimizers from './optimizers/index.js';
export * as initializers from './initializers/index.js';
export * as regularizers from './regularizers/index.js';
export { ops } from '@kedge/graph-core';
