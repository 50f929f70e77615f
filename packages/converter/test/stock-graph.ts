import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { loadGraphModel, type GraphModel } from '@tensorflow/tfjs-converter';
import { tensor, type Tensor } from '@kedge/graph-core';

/** A graph-model by its files, in stock tfjs. */
export async function loadStock(files: ReadonlyMap<string, Uint8Array>): Promise<GraphModel> {
  const json = JSON.parse(new TextDecoder().decode(files.get('model.json'))) as tf.io.ModelJSON;
  const weights = json.weightsManifest.flatMap(({ paths }) => paths.map((path) => files.get(path) ?? new Uint8Array()));
  const weightData = new Uint8Array(Buffer.concat(weights)).buffer;
  await tf.setBackend('cpu');
  return loadGraphModel({
    load: () => Promise.resolve({ ...(json as unknown as tf.io.ModelArtifacts), modelTopology: json.modelTopology, weightSpecs: json.weightsManifest.flatMap((group) => group.weights), weightData }),
  });
}

const toStock = ({ data, shape, dtype }: Tensor): tf.Tensor =>
  dtype === 'string' ? tf.tensor([...data], [...shape], 'string') : tf.tensor(dtype === 'uint8' ? Int32Array.from(data) : data, [...shape], dtype === 'uint8' ? 'int32' : dtype);

/** What stock tfjs answers, in the order of the model's outputs. */
export async function runStock(model: GraphModel, inputs: Readonly<Record<string, Tensor>>): Promise<Tensor[]> {
  const fed = Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, toStock(value)]));
  const names = Object.keys((model.modelSignature as { outputs: Record<string, unknown> }).outputs);
  const results = model.execute(fed, names.map((name) => (model.modelSignature as { outputs: Record<string, { name: string }> }).outputs[name]?.name ?? name));
  const list = Array.isArray(results) ? results : [results];
  return list.map((result) => tensor(Array.from(result.dataSync()), result.shape, result.dtype as 'float32' | 'int32' | 'bool'));
}
