// Written by scripts/generate.mjs.
export { BatchNormalization, batchNormalization, type BatchNormalizationConfig } from './batch-normalization.js';
export { GroupNormalization, groupNormalization, type GroupNormalizationConfig } from './group-normalization.js';
export { LayerNormalization, layerNormalization, type LayerNormalizationConfig } from './layer-normalization.js';
export { RMSNormalization, rmsNormalization, type RMSNormalizationConfig } from './rms-normalization.js';
export { SpectralNormalization, spectralNormalization, type SpectralNormalizationConfig } from './spectral-normalization.js';
export { UnitNormalization, unitNormalization, type UnitNormalizationConfig } from './unit-normalization.js';
