import type { LayerClass } from '../engine/layer.js';

/** Every layer class by Keras' name, loaded with its family. */
export const layerLoaders: Readonly<Record<string, () => Promise<LayerClass>>> = {
  Dense: () => import('../core/dense.js').then((family) => family.Dense),
  InputLayer: () => import('../core/input-layer.js').then((family) => family.InputLayer),
};
