import type { Model } from '@kedge/layers/engine';
import type { Hdf5Group } from '../hdf5/group.js';
import { openHdf5 } from '../hdf5/open.js';
import { CorruptFileError } from '../io/errors.js';
import { parseJson } from '../io/json.js';
import type { RandomAccessSource } from '../io/source.js';
import type { WeightGroup } from '../weights/entries.js';
import { fromKeras1, joined, withoutCudnn, withoutTheano, type Origin } from '../weights/older-files.js';
import { planGroups } from '../weights/plan-groups.js';
import type { WeightPlan } from '../weights/plan.js';
import { emptyNode } from '../weights/store.js';
import { dialectOfVersion, type ModelFile } from './model-file.js';
import { isStore, readDatasets, readStore, storedOptimizer, storedTree, type DatasetEntry } from './read-store.js';

/**
 * Opens a `.h5` file that Keras has written: a whole model, or weights alone. No array is read.
 *
 * @throws {CorruptFileError} when it is damaged, or no file of Keras.
 */
export async function readH5(source: RandomAccessSource, signal?: AbortSignal): Promise<ModelFile> {
  const { root } = await openHdf5(source, { signal });
  const stored = (await root.group('model_weights')) ?? root;
  const layerNames = await readNames(stored, 'layer_names');
  const modelConfig = await readText(root, 'model_config');
  if (layerNames === undefined && modelConfig === undefined && (await isStore(root))) return storeFile(source, root);
  if (layerNames === undefined && modelConfig === undefined) {
    const members = (await root.keys()).slice(0, 8).join(', ');
    throw new CorruptFileError(
      `${source.name}: expected a file that Keras has saved, got HDF5 without model_config, layer_names and layers (it holds ${members === '' ? 'nothing' : members}). Save the model with model.save('model.keras').`,
    );
  }
  const kerasVersion = (await readText(root, 'keras_version')) ?? (await readText(stored, 'keras_version'));
  const backend = (await readText(root, 'backend')) ?? (await readText(stored, 'backend'));
  const origin = originOf(kerasVersion, backend, modelConfig);
  const training = await readText(root, 'training_config');
  return {
    name: source.name,
    format: 'h5',
    config: modelConfig === undefined ? undefined : parseJson(modelConfig, `${source.name}: attribute model_config`),
    dialect: dialectOfVersion(kerasVersion),
    kerasVersion,
    backend,
    trainingConfig: training === undefined ? undefined : parseJson(training, `${source.name}: attribute training_config`),
    metadata: undefined,
    ...(await readOptimizer(source.name, root)),
    weights: layerNames === undefined ? undefined : { kind: 'groups', groups: await readGroups(source.name, stored, layerNames), read: readDatasets, plan: planWith(origin) },
    close: () => source.close(),
  };
}

/** A `.weights.h5` of TF 2.13 or later, or of Keras 3: weights by class and ordinal. */
async function storeFile(source: RandomAccessSource, root: Hdf5Group): Promise<ModelFile> {
  const tree = emptyNode();
  await readStore(root, source.name, tree);
  return {
    name: source.name,
    format: 'weights',
    config: undefined,
    dialect: 'keras3',
    kerasVersion: undefined,
    backend: undefined,
    trainingConfig: undefined,
    metadata: undefined,
    weights: storedTree(tree),
    ...storedOptimizer(tree),
    close: () => source.close(),
  };
}

/** What changes the meaning of the arrays. Keras 1 wrote no version, or one below 2, and no backend: its data format tells. */
function originOf(version: string | undefined, backend: string | undefined, config: string | undefined): Origin {
  const isKeras1 = version === undefined ? config !== undefined : version.startsWith('1.');
  return { isKeras1, isTheano: backend === undefined ? isKeras1 && /"dim_ordering": ?"th"/.test(config ?? '') : backend === 'theano' };
}

function planWith(origin: Origin) {
  return (model: Model, groups: readonly WeightGroup[], source: string): WeightPlan => {
    const plan = withoutCudnn(planGroups(model.layers, groups, source, origin.isKeras1 ? fromKeras1 : joined));
    return origin.isTheano ? withoutTheano(plan) : plan;
  };
}

async function readText(group: Hdf5Group, name: string): Promise<string | undefined> {
  const value = await group.attribute(name);
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  const single: unknown = Array.isArray(value) ? value[0] : value;
  return typeof single === 'string' ? single : undefined;
}

/** What the optimizer of a compiled model remembers, in the order in which the file lists it. */
async function readOptimizer(file: string, root: Hdf5Group): Promise<Pick<ModelFile, 'optimizer'>> {
  const group = await root.group('optimizer_weights');
  const names = group === undefined ? undefined : await readNames(group, 'weight_names');
  if (group === undefined || names === undefined) return {};
  const optimizer: DatasetEntry[] = [];
  for (const name of names) optimizer.push(await openEntry(file, group, 'optimizer_weights', name));
  return { optimizer };
}

/** A list of names; above HDF5's limit for one attribute Keras splits it into `name0`, `name1`, ... */
async function readNames(group: Hdf5Group, name: string): Promise<readonly string[] | undefined> {
  const whole = asNames(await group.attribute(name));
  if (whole !== undefined) return whole;
  const parts: string[] = [];
  for (let i = 0; ; i++) {
    const part = asNames(await group.attribute(`${name}${i}`));
    if (part === undefined) return i === 0 ? undefined : parts;
    parts.push(...part);
  }
}

function asNames(value: unknown): readonly string[] | undefined {
  if (typeof value === 'string') return [value];
  // A list of no names has no type of text: NumPy makes it an empty list of numbers.
  if (Array.isArray(value) && value.every((item): item is string => typeof item === 'string')) return value;
  return Array.isArray(value) && value.length === 0 ? [] : undefined;
}

async function readGroups(file: string, stored: Hdf5Group, layerNames: readonly string[]): Promise<WeightGroup[]> {
  const groups: WeightGroup[] = [];
  for (const layer of layerNames) {
    const group = await stored.group(layer);
    if (group === undefined) throw new CorruptFileError(`${file}: layer_names lists '${layer}', but there is no group of that name. The file is damaged; get it again.`);
    const entries: DatasetEntry[] = [];
    for (const name of (await readNames(group, 'weight_names')) ?? []) entries.push(await openEntry(file, group, layer, name));
    groups.push({ layer, entries });
  }
  return groups;
}

async function openEntry(file: string, group: Hdf5Group, layer: string, name: string): Promise<DatasetEntry> {
  const dataset = await group.dataset(name);
  if (dataset === undefined) throw new CorruptFileError(`${file}: weight_names of '${layer}' lists '${name}', but there is no such dataset. The file is damaged; get it again.`);
  return { name, shape: dataset.shape, dataset };
}
