import { producerOf, type SymbolicTensor } from '@kedge/graph-core';
import { dense, dropout, globalAveragePooling2d, globalMaxPooling2d, model, type Model } from '@kedge/layers';
import type { LayerNames } from './layer-names.js';
import type { ApplicationOptions } from './options.js';

/** How a classifier and the pooling in its place differ between applications. */
export interface HeadStyle {
  /** Name of the pooling under the classifier, where Keras gives it one. */
  readonly top?: string;
  /** Names of the pooling without a classifier, where Keras gives it some. */
  readonly avg?: string;
  readonly max?: string;
  /** Share that is dropped before the classifier; a layer `top_dropout` where it is above 0. */
  readonly dropoutRate?: number;
  /** What the classifier's config says besides its classes. */
  readonly classifier?: Omit<Parameters<typeof dense>[0], 'units' | 'activation'>;
}

/** Pooling that has a name of its own in every application of a family. */
export const NAMED_POOLING: HeadStyle = { top: 'avg_pool', avg: 'avg_pool', max: 'max_pool' };

/** The classifier on top, or the pooling in its place. */
export function addHead(features: SymbolicTensor, options: ApplicationOptions, names: LayerNames, style: HeadStyle = {}): SymbolicTensor {
  if (options.includeTop === false) return addPooling(features, options, names, style);
  const { top, dropoutRate = 0, classifier } = style;
  const pooled = globalAveragePooling2d({ name: top ?? names('global_average_pooling2d') }).apply(features);
  const kept = dropoutRate > 0 ? dropout({ rate: dropoutRate, name: 'top_dropout' }).apply(pooled) : pooled;
  return addClassifier(kept, options, classifier);
}

/** The dense layer that tells the classes apart. */
export function addClassifier(x: SymbolicTensor, options: ApplicationOptions, more: HeadStyle['classifier'] = {}): SymbolicTensor {
  return dense({ units: classesOf(options), activation: activationOf(options), name: 'predictions', ...more }).apply(x);
}

export const classesOf = ({ classes = 1000 }: ApplicationOptions): number => classes;

/** The classifier's activation; null for logits. */
export const activationOf = ({ classifierActivation = 'softmax' }: ApplicationOptions): string | null => classifierActivation;

/** What becomes of the feature maps without a top. */
export function addPooling(features: SymbolicTensor, { pooling = null }: ApplicationOptions, names: LayerNames, { avg, max }: HeadStyle = {}): SymbolicTensor {
  if (pooling === 'avg') return globalAveragePooling2d({ name: avg ?? names('global_average_pooling2d') }).apply(features);
  return pooling === 'max' ? globalMaxPooling2d({ name: max ?? names('global_max_pooling2d') }).apply(features) : features;
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
