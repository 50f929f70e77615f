// Written by scripts/generate.mjs.
export { Conv1DTranspose, conv1dTranspose, type Conv1DTransposeConfig } from './conv1d-transpose.js';
export { Conv1D, conv1d, type Conv1DConfig } from './conv1d.js';
export { Conv2DTranspose, conv2dTranspose, type Conv2DTransposeConfig } from './conv2d-transpose.js';
export { Conv2D, conv2d, type Conv2DConfig } from './conv2d.js';
export { Conv3DTranspose, conv3dTranspose, type Conv3DTransposeConfig } from './conv3d-transpose.js';
export { Conv3D, conv3d, type Conv3DConfig } from './conv3d.js';
export { DepthwiseConv1D, depthwiseConv1d, type DepthwiseConv1DConfig } from './depthwise-conv1d.js';
export { DepthwiseConv2D, depthwiseConv2d, type DepthwiseConv2DConfig } from './depthwise-conv2d.js';
export { SeparableConv1D, separableConv1d, type SeparableConv1DConfig } from './separable-conv1d.js';
export { SeparableConv2D, separableConv2d, type SeparableConv2DConfig } from './separable-conv2d.js';
