// Written by scripts/generate.mjs.
export { Flatten, flatten, type FlattenConfig } from './flatten.js';
export { Permute, permute, type PermuteConfig } from './permute.js';
export { RepeatVector, repeatVector, type RepeatVectorConfig } from './repeat-vector.js';
export { Reshape, reshape, type ReshapeConfig } from './reshape.js';
export { ZeroPadding1D, zeroPadding1d, type ZeroPadding1DConfig } from './zero-padding1d.js';
export { ZeroPadding2D, zeroPadding2d, type ZeroPadding2DConfig } from './zero-padding2d.js';
export { ZeroPadding3D, zeroPadding3d, type ZeroPadding3DConfig } from './zero-padding3d.js';
