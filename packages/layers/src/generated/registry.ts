// Written by scripts/generate.mjs.
import type { LayerClass } from '../engine/layer.js';

/** Every layer class by Keras' name, loaded with its family. */
export const layerLoaders: Readonly<Record<string, () => Promise<LayerClass>>> = {
  Activation: () => import('../core/index.js').then((family) => family.Activation),
  AveragePooling1D: () => import('../pooling/index.js').then((family) => family.AveragePooling1D),
  AveragePooling2D: () => import('../pooling/index.js').then((family) => family.AveragePooling2D),
  AveragePooling3D: () => import('../pooling/index.js').then((family) => family.AveragePooling3D),
  BatchNormalization: () => import('../normalization/index.js').then((family) => family.BatchNormalization),
  Conv1D: () => import('../convolutional/index.js').then((family) => family.Conv1D),
  Conv2D: () => import('../convolutional/index.js').then((family) => family.Conv2D),
  Conv3D: () => import('../convolutional/index.js').then((family) => family.Conv3D),
  Dense: () => import('../core/index.js').then((family) => family.Dense),
  DepthwiseConv1D: () => import('../convolutional/index.js').then((family) => family.DepthwiseConv1D),
  DepthwiseConv2D: () => import('../convolutional/index.js').then((family) => family.DepthwiseConv2D),
  ELU: () => import('../activation/index.js').then((family) => family.ELU),
  GlobalAveragePooling1D: () => import('../pooling/index.js').then((family) => family.GlobalAveragePooling1D),
  GlobalAveragePooling2D: () => import('../pooling/index.js').then((family) => family.GlobalAveragePooling2D),
  GlobalAveragePooling3D: () => import('../pooling/index.js').then((family) => family.GlobalAveragePooling3D),
  GlobalMaxPooling1D: () => import('../pooling/index.js').then((family) => family.GlobalMaxPooling1D),
  GlobalMaxPooling2D: () => import('../pooling/index.js').then((family) => family.GlobalMaxPooling2D),
  GlobalMaxPooling3D: () => import('../pooling/index.js').then((family) => family.GlobalMaxPooling3D),
  Identity: () => import('../core/index.js').then((family) => family.Identity),
  InputLayer: () => import('../core/index.js').then((family) => family.InputLayer),
  LeakyReLU: () => import('../activation/index.js').then((family) => family.LeakyReLU),
  MaxPooling1D: () => import('../pooling/index.js').then((family) => family.MaxPooling1D),
  MaxPooling2D: () => import('../pooling/index.js').then((family) => family.MaxPooling2D),
  MaxPooling3D: () => import('../pooling/index.js').then((family) => family.MaxPooling3D),
  PReLU: () => import('../activation/index.js').then((family) => family.PReLU),
  ReLU: () => import('../activation/index.js').then((family) => family.ReLU),
  Softmax: () => import('../activation/index.js').then((family) => family.Softmax),
};
