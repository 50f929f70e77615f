// Written by scripts/generate.mjs.
export { BatchNormalization, batchNormalization, type BatchNormalizationConfig } from './batch-normalization.js';
