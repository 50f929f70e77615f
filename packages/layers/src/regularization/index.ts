// Written by scripts/generate.mjs.
export { ActivityRegularization, activityRegularization, type ActivityRegularizationConfig } from './activity-regularization.js';
export { AlphaDropout, alphaDropout, type AlphaDropoutConfig } from './alpha-dropout.js';
export { noiseShape, Dropout, dropout, type DropoutConfig } from './dropout.js';
export { GaussianDropout, gaussianDropout, type GaussianDropoutConfig } from './gaussian-dropout.js';
export { GaussianNoise, gaussianNoise, type GaussianNoiseConfig } from './gaussian-noise.js';
export { SpatialDropout1D, spatialDropout1d, type SpatialDropout1DConfig } from './spatial-dropout1d.js';
export { SpatialDropout2D, spatialDropout2d, type SpatialDropout2DConfig } from './spatial-dropout2d.js';
export { SpatialDropout3D, spatialDropout3d, type SpatialDropout3DConfig } from './spatial-dropout3d.js';
