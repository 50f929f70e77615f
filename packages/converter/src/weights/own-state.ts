import { KedgeError, type Tensor } from '@kedge/graph-core';
import { hasStoredState, type Layer, type StoredState } from '@kedge/layers/engine';
import type { ModelFile, StoredWeights } from '../read/model-file.js';
import type { WeightEntry, WeightGroup } from './entries.js';

/** What a file holds for a layer besides weights, in the group where its weights would be. */
export interface OwnArrays {
  readonly layer: Layer & StoredState;
  readonly entries: readonly WeightEntry[];
  /** Where the layer stands in a `.keras` archive, with a slash at the end. */
  readonly storePath?: string;
}

/**
 * Takes out of a grouped file what belongs to layers that have no weights and yet keep arrays, as Keras 2 keeps the weights of
 * terms in a vocabulary.
 *
 * @param layers The layers of the outermost model.
 */
export function withoutOwnState(weights: StoredWeights, layers: readonly Layer[]): { readonly weights: StoredWeights; readonly own: readonly OwnArrays[] } {
  if (weights.kind !== 'groups') return { weights, own: [] };
  const keepers = new Map(layers.filter(hasStoredState).filter((layer) => layer.weights.length === 0).map((layer) => [layer.name, layer]));
  const own = weights.groups.flatMap(({ layer: name, entries }) => {
    const layer = keepers.get(name);
    return layer === undefined || entries.length === 0 ? [] : [{ layer, entries }];
  });
  const isOther = ({ layer }: WeightGroup): boolean => !own.some((arrays) => arrays.layer.name === layer);
  return { weights: { ...weights, groups: weights.groups.filter(isOther) }, own };
}

/** Reads what layers keep besides weights; gives what sets it, so that nothing is set before all was read. */
export async function readOwnState(own: readonly OwnArrays[], file: Pick<ModelFile, 'weights' | 'assets'>, signal?: AbortSignal): Promise<() => void> {
  const found = new Map<WeightEntry, Tensor>();
  const entries = own.flatMap((arrays) => arrays.entries);
  if (entries.length > 0 && file.weights !== undefined) for await (const [entry, value] of file.weights.read(entries, signal)) found.set(entry, value);
  const assets = new Map<OwnArrays, ReadonlyMap<string, string>>();
  for (const arrays of own) if (arrays.storePath !== undefined && file.assets !== undefined) assets.set(arrays, await file.assets(arrays.storePath));
  return () => {
    for (const arrays of own) {
      const { layer, entries: wanted } = arrays;
      if (wanted.length > 0) layer.loadOwnVariables(new Map(wanted.map((entry) => [nameIn(entry), valueOf(found, entry)])));
      const files = assets.get(arrays);
      if (files !== undefined && files.size > 0) layer.loadAssets(files);
    }
  };
}

/** `words/idf_weights:0` is `idf_weights`. */
const nameIn = ({ name }: WeightEntry): string => (name.split('/').at(-1) ?? name).replace(/:\d+$/, '');

function valueOf(found: ReadonlyMap<WeightEntry, Tensor>, entry: WeightEntry): Tensor {
  const value = found.get(entry);
  if (value === undefined) throw new KedgeError('INTERNAL', `Expected '${entry.name}' to be read.`);
  return value;
}
