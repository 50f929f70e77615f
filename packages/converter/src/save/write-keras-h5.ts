import type { NumericTensor } from '@kedge/graph-core';
import { splitNames } from '../hdf5/split-names.js';
import type { WritableDataset, WritableGroup } from '../hdf5/write-tree.js';
import { writeHdf5 } from '../hdf5/writer.js';
import type { LayerWeights } from './named-weights.js';
import type { OptimizerArray } from './optimizer-state.js';
import { pythonJson } from './python-json.js';
import type { Topology } from './topology.js';

/** The group of one layer: its weights under the names that `weight_names` lists. */
function layerGroup({ weights }: LayerWeights): WritableGroup {
  const named = weights.map(({ name, value }) => [`${name}:0`, value] as const);
  const members = new Map(named.map(([name, value]): [string, WritableDataset] => [name, { tensor: value as NumericTensor }]));
  return { attributes: splitNames('weight_names', named.map(([name]) => name)), members };
}

function optimizerGroup(arrays: readonly OptimizerArray[]): WritableGroup {
  return {
    attributes: splitNames('weight_names', arrays.map(({ name }) => name)),
    members: new Map(arrays.map(({ name, value }): [string, WritableDataset] => [name, { tensor: value as NumericTensor }])),
  };
}

/**
 * A model as a whole-model `.h5`, in the layout that Keras 2 and 3 load.
 *
 * @param topology The model's config.
 * @param layers The weights, by layer of the outermost model, in order.
 * @param training What goes into `training_config`, for a compiled model.
 * @param optimizer What its optimizer remembers.
 */
export function writeKerasH5(topology: Topology, layers: readonly LayerWeights[], training?: unknown, optimizer: readonly OptimizerArray[] = []): Promise<Uint8Array> {
  const { backend, keras_version: version } = topology;
  const weights: WritableGroup = {
    attributes: { ...splitNames('layer_names', layers.map(({ layer }) => layer)), backend, keras_version: version },
    members: new Map(layers.map((layer) => [layer.layer, layerGroup(layer)])),
  };
  return writeHdf5({
    attributes: { keras_version: version, backend, model_config: pythonJson(topology.model_config), ...(training === undefined ? {} : { training_config: pythonJson(training) }) },
    members: new Map([['model_weights', weights], ...(training === undefined || optimizer.length === 0 ? [] : [['optimizer_weights', optimizerGroup(optimizer)] as const])]),
  });
}
