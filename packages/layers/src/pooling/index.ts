// Written by scripts/generate.mjs.
export { AveragePooling1D, averagePooling1d, type AveragePooling1DConfig } from './average-pooling1d.js';
export { AveragePooling2D, averagePooling2d, type AveragePooling2DConfig } from './average-pooling2d.js';
export { AveragePooling3D, averagePooling3d, type AveragePooling3DConfig } from './average-pooling3d.js';
export { GlobalAveragePooling1D, globalAveragePooling1d, type GlobalAveragePooling1DConfig } from './global-average-pooling1d.js';
export { GlobalAveragePooling2D, globalAveragePooling2d, type GlobalAveragePooling2DConfig } from './global-average-pooling2d.js';
export { GlobalAveragePooling3D, globalAveragePooling3d, type GlobalAveragePooling3DConfig } from './global-average-pooling3d.js';
export { GlobalMaxPooling1D, globalMaxPooling1d, type GlobalMaxPooling1DConfig } from './global-max-pooling1d.js';
export { GlobalMaxPooling2D, globalMaxPooling2d, type GlobalMaxPooling2DConfig } from './global-max-pooling2d.js';
export { GlobalMaxPooling3D, globalMaxPooling3d, type GlobalMaxPooling3DConfig } from './global-max-pooling3d.js';
export { MaxPooling1D, maxPooling1d, type MaxPooling1DConfig } from './max-pooling1d.js';
export { MaxPooling2D, maxPooling2d, type MaxPooling2DConfig } from './max-pooling2d.js';
export { MaxPooling3D, maxPooling3d, type MaxPooling3DConfig } from './max-pooling3d.js';
