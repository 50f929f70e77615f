// Written by scripts/generate.mjs.
export { Cropping1D, cropping1d, type Cropping1DConfig } from './cropping1d.js';
export { Cropping2D, cropping2D, type Cropping2DConfig } from './cropping2d.js';
export { Cropping3D, cropping3d, type Cropping3DConfig } from './cropping3d.js';
export { Flatten, flatten, type FlattenConfig } from './flatten.js';
export { Permute, permute, type PermuteConfig } from './permute.js';
export { RepeatVector, repeatVector, type RepeatVectorConfig } from './repeat-vector.js';
export { Reshape, reshape, type ReshapeConfig } from './reshape.js';
export { UpSampling1D, upSampling1d, type UpSampling1DConfig } from './up-sampling1d.js';
export { UpSampling2D, upSampling2d, type UpSampling2DConfig } from './up-sampling2d.js';
export { UpSampling3D, upSampling3d, type UpSampling3DConfig } from './up-sampling3d.js';
export { ZeroPadding1D, zeroPadding1d, type ZeroPadding1DConfig } from './zero-padding1d.js';
export { ZeroPadding2D, zeroPadding2d, type ZeroPadding2DConfig } from './zero-padding2d.js';
export { ZeroPadding3D, zeroPadding3d, type ZeroPadding3DConfig } from './zero-padding3d.js';
