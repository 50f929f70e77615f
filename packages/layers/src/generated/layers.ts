// Written by scripts/generate.mjs.
export * from '../core/index.js';
export * from '../activation/index.js';
export * from '../convolutional/index.js';
export * from '../pooling/index.js';
export * from '../normalization/index.js';
