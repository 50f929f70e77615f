// @ts-check
/** Stock tfjs-layers on its WASM backend. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { loadLayersModel } from '@tensorflow/tfjs-layers';

/** @param {string} folder @returns {import('@tensorflow/tfjs-core').io.IOHandler} */
function fromFolder(folder) {
  return {
    load: async () => {
      const json = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8'));
      const paths = json.weightsManifest.flatMap((/** @type {any} */ group) => group.paths);
      const weightData = Buffer.concat(paths.map((/** @type {string} */ path) => readFileSync(join(folder, path))));
      const weightSpecs = json.weightsManifest.flatMap((/** @type {any} */ group) => group.weights);
      return { modelTopology: json.modelTopology, weightSpecs, weightData: new Uint8Array(weightData).buffer };
    },
  };
}

/** @param {{ folder: string, input: any }} options */
export async function load({ folder, input }) {
  setWasmPaths(`${dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'))}/`);
  await tf.setBackend('wasm');
  const model = await loadLayersModel(fromFolder(folder));
  const x = tf.tensor(input.data, input.shape);
  return {
    threads: 1,
    hasOwnWeights: false,
    run: async () => {
      const y = /** @type {import('@tensorflow/tfjs-core').Tensor} */ (model.predict(x));
      const values = await y.data();
      y.dispose();
      return values;
    },
  };
}
