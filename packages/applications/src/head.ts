import { producerOf, type SymbolicTensor } from '@kedge/graph-core';
import { dense, globalAveragePooling2d, globalMaxPooling2d, model, type Model } from '@kedge/layers';
import type { ApplicationOptions } from './obtain-input.js';

/** The classifier on top, or the pooling in its place. */
export function addHead(features: SymbolicTensor, options: ApplicationOptions, poolName?: string): SymbolicTensor {
  const { includeTop = true, classes = 1000, classifierActivation = 'softmax', pooling = null } = options;
  if (includeTop) {
    const pooled = globalAveragePooling2d(poolName === undefined ? {} : { name: poolName }).apply(features);
    return dense({ units: classes, activation: classifierActivation, name: 'predictions' }).apply(pooled);
  }
  if (pooling === 'avg') return globalAveragePooling2d().apply(features);
  return pooling === 'max' ? globalMaxPooling2d().apply(features) : features;
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
    else pending.push(...[...node.inputs].reverse());
  }
  return sources;
}

/** The model over everything from the source of its input to its output. */
export function closeModel(entry: SymbolicTensor, outputs: SymbolicTensor, name: string): Model {
  const sources = sourcesOf(entry);
  return model({ inputs: sources.length === 1 && sources[0] !== undefined ? sources[0] : sources, outputs, name });
}
