import { producerOf, type SymbolicTensor } from '@kedge/graph-core';
import { dense, globalAveragePooling2d, globalMaxPooling2d, model, type Model } from '@kedge/layers';
import type { LayerNames } from './layer-names.js';
import type { ApplicationOptions } from './options.js';

/**
 * The classifier on top, or the pooling in its place.
 *
 * @param poolName Name of the pooling under the classifier, where Keras gives it one.
 */
export function addHead(features: SymbolicTensor, options: ApplicationOptions, names: LayerNames, poolName?: string): SymbolicTensor {
  const { includeTop = true, classes = 1000, classifierActivation = 'softmax', pooling = null } = options;
  if (includeTop) {
    const pooled = globalAveragePooling2d({ name: poolName ?? names('global_average_pooling2d') }).apply(features);
    return dense({ units: classes, activation: classifierActivation, name: 'predictions' }).apply(pooled);
  }
  if (pooling === 'avg') return globalAveragePooling2d({ name: names('global_average_pooling2d') }).apply(features);
  return pooling === 'max' ? globalMaxPooling2d({ name: names('global_max_pooling2d') }).apply(features) : features;
}

/** The graph inputs that a tensor is computed from, in the order in which they are met. */
function sourcesOf(tensor: SymbolicTensor): SymbolicTensor[] {
  const sources: SymbolicTensor[] = [];
  const seen = new Set<SymbolicTensor>();
  const pending = [tensor];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const node = producerOf(next);
    if (node === undefined || node.isInput) sources.push(next);
    else pending.push(...node.inputs.toReversed());
  }
  return sources;
}

/** The model over everything from the sources of its first tensor to its output. */
export function closeModel(entry: SymbolicTensor, outputs: SymbolicTensor, name: string): Model {
  const [source, ...more] = sourcesOf(entry);
  return model({ inputs: source !== undefined && more.length === 0 ? source : sourcesOf(entry), outputs, name });
}
