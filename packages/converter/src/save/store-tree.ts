import { toSnakeCase, type NumericTensor, type Tensor } from '@kedge/graph-core';
import { hasStoredState, type Dialect, type Layer, type Model } from '@kedge/layers/engine';
import type { WritableDataset, WritableGroup } from '../hdf5/write-tree.js';
import { ownVariables } from '../weights/entries.js';
import { optimizerState } from './optimizer-state.js';

/** Weights as `.keras` and `.weights.h5` files hold them, and the text files of layers that keep some. */
export interface StoreContent {
  readonly root: WritableGroup;
  /** By path within the archive, e.g. `assets/layers/string_lookup/vocabulary.txt`. */
  readonly assets: ReadonlyMap<string, string>;
}

/** What a walk over the layers gathers. */
interface Gathered {
  readonly dialect: Dialect;
  readonly members: Map<string, WritableGroup | WritableDataset>;
  readonly assets: Map<string, string>;
  readonly seen: Set<Layer>;
}

/**
 * The weights of a model by class and ordinal, as the saving library of Keras 3 and of TF 2.13 to 2.15 writes them.
 *
 * @param dialect Which of the two: they name some parts of layers, and count shared layers, differently.
 */
export async function storeContent(model: Model, dialect: Dialect): Promise<StoreContent> {
  await model.sync();
  const gathered: Gathered = { dialect, members: new Map(), assets: new Map(), seen: new Set() };
  gatherModel(model, '', gathered);
  const state = await optimizerState(model, dialect);
  if (model.optimizer !== undefined && state.length > 0) putVars('optimizer/', model.optimizer.name, state.map(({ value }, i) => [String(i), value]), gathered);
  return { root: { members: gathered.members }, assets: gathered.assets };
}

function gatherModel(model: Model, path: string, gathered: Gathered): void {
  putVars(path, model.name, [], gathered);
  const counts = new Map<string, number>();
  for (const layer of model.layers) {
    // TF 2.15 gives a layer that was written elsewhere already no number, Keras 3 does.
    if (gathered.dialect === 'keras2' && gathered.seen.has(layer)) continue;
    const kind = toSnakeCase(layer.className);
    const count = counts.get(kind) ?? 0;
    counts.set(kind, count + 1);
    gatherLayer(layer, `${path}layers/${count === 0 ? kind : `${kind}_${count}`}/`, gathered);
  }
}

function gatherLayer(layer: Layer, path: string, gathered: Gathered): void {
  if (gathered.seen.has(layer)) return;
  gathered.seen.add(layer);
  if (layer.isModel) return gatherModel(layer as Model, path, gathered);
  if (hasStoredState(layer) && layer.weights.length === 0) {
    putVars(path, layer.name, [...layer.saveOwnVariables()], gathered);
    for (const [name, text] of layer.saveAssets()) gathered.assets.set(`assets/${path}${name}`, text);
  } else putVars(path, layer.name, ownVariables(layer).map((variable, i) => [String(i), variable.hostValue()]), gathered);
  for (const part of layer.sublayers) {
    const step = layer.partName(part, gathered.dialect);
    if (step !== undefined) gatherLayer(part, `${path}${step}/`, gathered);
  }
}

function putVars(path: string, name: string, arrays: readonly (readonly [string, Tensor])[], { dialect, members }: Gathered): void {
  members.set(`${path}vars`, {
    ...(dialect === 'keras3' ? { attributes: { name } } : {}),
    members: new Map(arrays.map(([key, value]): [string, WritableDataset] => [key, { tensor: value as NumericTensor }])),
  });
}
