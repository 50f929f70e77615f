// @ts-check
/** Graph-models in stock tfjs, for tests of what is written. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import { tensor } from '@kedge/graph-core';

/** @typedef {import('@kedge/graph-core').Tensor} Tensor */
/** @typedef {import('@tensorflow/tfjs-converter').GraphModel} GraphModel */

/**
 * A graph-model by its files.
 *
 * @param {ReadonlyMap<string, Uint8Array>} files
 * @returns {Promise<GraphModel>}
 */
export async function loadStock(files) {
  /** @type {tf.io.ModelJSON} */
  const json = JSON.parse(new TextDecoder().decode(files.get('model.json')));
  const weights = json.weightsManifest.flatMap(({ paths }) => paths.map((path) => files.get(path) ?? new Uint8Array()));
  const weightData = new Uint8Array(Buffer.concat(weights)).buffer;
  await tf.setBackend('cpu');
  const weightSpecs = json.weightsManifest.flatMap((group) => group.weights);
  return loadGraphModel({ load: () => Promise.resolve({ .../** @type {tf.io.ModelArtifacts} */ (/** @type {unknown} */ (json)), modelTopology: json.modelTopology, weightSpecs, weightData }) });
}

/** @param {Tensor} value @returns {tf.Tensor} */
function toStock({ data, shape, dtype }) {
  if (dtype === 'string') return tf.tensor([...data], [...shape], 'string');
  return tf.tensor(dtype === 'uint8' ? Int32Array.from(data) : data, [...shape], dtype === 'uint8' ? 'int32' : dtype);
}

/**
 * What stock tfjs answers, in the order of the model's outputs.
 *
 * @param {GraphModel} model
 * @param {Readonly<Record<string, Tensor>>} inputs
 * @returns {Promise<Tensor[]>}
 */
export async function runStock(model, inputs) {
  const fed = Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, toStock(value)]));
  const { outputs } = /** @type {{ outputs: Record<string, { name: string }> }} */ (model.modelSignature);
  const results = model.execute(fed, Object.keys(outputs).map((name) => outputs[name]?.name ?? name));
  const list = Array.isArray(results) ? results : [results];
  return list.map((result) => tensor(Array.from(result.dataSync()), result.shape, /** @type {'float32' | 'int32' | 'bool'} */ (result.dtype)));
}
