import type { SymbolicTensor } from '@kedge/graph-core';
import { activation, add, batchNormalization, conv2d, depthwiseConv2d, separableConv2d, type Layer } from '@kedge/layers';

/** Applies layers one after the other. */
export function chain(x: SymbolicTensor, ...layers: readonly Layer[]): SymbolicTensor {
  return layers.reduce((y, layer) => layer.apply(y), x);
}

/** A layer's name; null for an automatic one. */
export type Name = string | null;

/** What a layer's factory takes besides some keys. */
type Rest<F extends (config: never) => Layer, K extends string> = Omit<Parameters<F>[0], K | 'kernelSize' | 'name' | 'useBias'>;

/** A convolution whose bias the normalization after it makes superfluous. */
export const plainConv = (filters: number, kernelSize: number, name: Name, options: Rest<typeof conv2d, 'filters'> = {}): Layer =>
  conv2d({ filters, kernelSize, useBias: false, name, ...options });

/** A depthwise convolution without a bias. */
export const plainDepthwise = (kernelSize: number, name: Name, options: Rest<typeof depthwiseConv2d, never>): Layer =>
  depthwiseConv2d({ kernelSize, useBias: false, name, ...options });

/** A separable convolution without a bias. */
export const plainSeparable = (filters: number, kernelSize: number, name: Name, options: Rest<typeof separableConv2d, 'filters'> = {}): Layer =>
  separableConv2d({ filters, kernelSize, padding: 'same', useBias: false, name, ...options });

/** Batch norms of one family: they differ in their names. */
export type Normalize = (name: Name) => Layer;

/** Makes the batch norms of a family. */
export const normalizer =
  (options: Omit<Parameters<typeof batchNormalization>[0] & object, 'name'>): Normalize =>
  (name) =>
    batchNormalization({ ...options, name });

/** An activation as a layer of its own. */
export const activate = (kind: string, name: Name): Layer => activation({ activation: kind, name });

/** A rectifier as a layer of its own. */
export const rectify = (name: Name): Layer => activate('relu', name);

/** The sum of two tensors of one shape, as a layer. */
export const join = (a: SymbolicTensor, b: SymbolicTensor, name: Name): SymbolicTensor => add({ name }).apply([a, b]);
