// Written by scripts/generate.mjs.
export { Conv1D, conv1d, type Conv1DConfig } from './conv1d.js';
export { Conv2D, conv2d, type Conv2DConfig } from './conv2d.js';
export { Conv3D, conv3d, type Conv3DConfig } from './conv3d.js';
export { DepthwiseConv1D, depthwiseConv1d, type DepthwiseConv1DConfig } from './depthwise-conv1d.js';
export { DepthwiseConv2D, depthwiseConv2d, type DepthwiseConv2DConfig } from './depthwise-conv2d.js';
