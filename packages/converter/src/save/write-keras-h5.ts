import type { Tensor } from '@kedge/graph-core';
import { byteLength, writeHdf5, type Hdf5Attribute, type Hdf5Tree } from './hdf5-writer.js';
import type { LayerWeights } from './named-weights.js';
import type { Topology } from './topology.js';

/** Bytes that one attribute may hold: HDF5's limit for an object header, less what Keras keeps free. */
const ATTRIBUTE_LIMIT = 64512;

/**
 * A list of names under one attribute, or under `name0`, `name1`, ... where it would be too large for one, as Keras splits it: into
 * the smallest number of equal parts that fit.
 */
export function splitNames(name: string, names: readonly string[]): Record<string, Hdf5Attribute> {
  const width = Math.max(1, ...names.map(byteLength));
  const fits = (part: readonly string[]): boolean => part.length * width <= ATTRIBUTE_LIMIT;
  if (fits(names)) return { [name]: names };
  for (let count = 2; ; count++) {
    const parts = Array.from({ length: count }, (_, i) => names.slice(Math.floor((i * names.length) / count), Math.floor(((i + 1) * names.length) / count)));
    if (parts.every(fits) || count >= names.length) return Object.fromEntries(parts.map((part, i) => [`${name}${i}`, part]));
  }
}

/** A tree of groups with room for more. */
interface Branch {
  readonly groups: Record<string, Branch>;
  readonly datasets: Record<string, Tensor>;
  attributes: Record<string, Hdf5Attribute>;
}

const emptyBranch = (): Branch => ({ groups: {}, datasets: {}, attributes: {} });

/** The group at a path; names with slashes nest. */
function branchAt(root: Branch, steps: readonly string[]): Branch {
  let place = root;
  for (const step of steps.filter((part) => part !== '')) place = place.groups[step] ??= emptyBranch();
  return place;
}

function weightGroups(layers: readonly LayerWeights[], topology: Topology): Hdf5Tree {
  const root = emptyBranch();
  for (const { layer, weights } of layers) {
    const names = weights.map(({ name }) => `${name}:0`);
    const group = branchAt(root, layer.split('/'));
    group.attributes = splitNames('weight_names', names);
    weights.forEach(({ value }, i) => {
      const steps = (names[i] ?? '').split('/');
      branchAt(group, steps.slice(0, -1)).datasets[steps.at(-1) ?? ''] = value;
    });
  }
  root.attributes = {
    ...splitNames('layer_names', layers.map(({ layer }) => layer)),
    backend: topology.backend,
    keras_version: topology.keras_version,
  };
  return root;
}

/**
 * A model as a whole-model `.h5` in the layout of Keras 2, which Keras 2 and 3 load.
 *
 * @param topology The model's config.
 * @param layers The weights, by layer of the outermost model, in order.
 */
export function writeKerasH5(topology: Topology, layers: readonly LayerWeights[]): Promise<Uint8Array> {
  return writeHdf5({
    attributes: { keras_version: topology.keras_version, backend: topology.backend, model_config: JSON.stringify(topology.model_config) },
    groups: { model_weights: weightGroups(layers, topology) },
  });
}
