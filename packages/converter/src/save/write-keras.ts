import { strToU8, zipSync, type Zippable } from 'fflate';
import { serializeLayer, type Dialect, type Model } from '@kedge/layers/engine';
import { writeHdf5 } from '../hdf5/writer.js';
import { pythonJson } from './python-json.js';
import { storeContent } from './store-tree.js';
import { kerasTopology, versionOf } from './topology.js';

/** Zip archives hold local time: one and the same moment, wherever it is written. */
const TIME = new Date(1980, 0, 1);

/** How TF 2.13 to 2.15 find the class of the outermost model; those of layers are found by their names. */
const MODULES_2_15: Readonly<Record<string, object>> = {
  Functional: { module: 'keras.src.engine.functional', registered_name: 'Functional' },
  Sequential: { module: 'keras', registered_name: null },
};

/**
 * A model as a `.keras` archive.
 *
 * @param dialect The generation: Keras 3, or TF 2.13 to 2.15.
 * @param compileConfig What goes under `compile_config`, for a compiled model.
 */
export async function writeKeras(model: Model, dialect: Dialect, compileConfig: unknown): Promise<Uint8Array> {
  const config = dialect === 'keras2' ? { ...MODULES_2_15[model.className], ...kerasTopology(model).model_config } : serializeLayer(model, dialect);
  const { root, assets } = await storeContent(model, dialect);
  const members: Zippable = {
    'metadata.json': strToU8(JSON.stringify({ keras_version: versionOf(dialect) })),
    'config.json': strToU8(pythonJson({ ...config, ...(compileConfig === undefined ? {} : { compile_config: compileConfig }) })),
    'model.weights.h5': await writeHdf5(root),
    ...Object.fromEntries([...assets].map(([path, text]) => [path, strToU8(text)])),
  };
  // Stored as it is, so that readers find each array in place.
  return zipSync(members, { level: 0, mtime: TIME });
}

/** The weights of a model as a `.weights.h5`. */
export async function writeWeights(model: Model, dialect: Dialect): Promise<Uint8Array> {
  return writeHdf5((await storeContent(model, dialect)).root);
}
