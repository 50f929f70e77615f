// @ts-check
/** The networks of the benchmarks, as folders of tfjs layers-models with uint8 weights: the form in which models are downloaded. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setSeed, add, dense, input, layerNormalization, lstm, model, multiHeadAttention } from '@kedge/layers';

const CACHE = join(import.meta.dirname, '..', '..', '.cache');

/** @param {string} name */
async function application(name) {
  const { loadApplication } = await import('@kedge/applications/load-application');
  return (await loadApplication(name))();
}

/** One layer of a transformer encoder. @param {import('@kedge/graph-core').SymbolicTensor} x */
function encoderLayer(x) {
  const size = x.shape.at(-1) ?? 1;
  const attended = multiHeadAttention({ numHeads: 4, keyDim: size / 4 }).apply([x, x]);
  const normal = layerNormalization().apply(add().apply([x, attended]));
  const hidden = dense({ units: 4 * size, activation: 'relu' }).apply(normal);
  return layerNormalization().apply(add().apply([normal, dense({ units: size }).apply(hidden)]));
}

function transformer() {
  const x = input({ shape: [128, 256] });
  let y = x;
  for (let i = 0; i < 4; i++) y = encoderLayer(y);
  return model({ inputs: x, outputs: y });
}

function recurrent() {
  const x = input({ shape: [100, 64] });
  return model({ inputs: x, outputs: lstm({ units: 128 }).apply(x) });
}

/** @type {Readonly<Record<string, { readonly inputShape: readonly number[], readonly build: () => Promise<import('@kedge/layers').Model> }>>} */
export const NETWORKS = {
  inceptionV3: { inputShape: [1, 299, 299, 3], build: () => application('inceptionV3') },
  mobileNetV2: { inputShape: [1, 224, 224, 3], build: () => application('mobileNetV2') },
  resNet50: { inputShape: [1, 224, 224, 3], build: () => application('resNet50') },
  efficientNetB0: { inputShape: [1, 224, 224, 3], build: () => application('efficientNetB0') },
  transformer: { inputShape: [1, 128, 256], build: async () => transformer() },
  lstm: { inputShape: [1, 100, 64], build: async () => recurrent() },
};

/** The folder of a network, written on first use. @param {string} name */
export async function networkFolder(name) {
  const folder = join(CACHE, name);
  const network = NETWORKS[name];
  if (network === undefined) throw new Error(`There is no network '${name}'.`);
  if (existsSync(join(folder, 'model.json'))) return folder;
  setSeed(1);
  const { saveModel } = await import('@kedge/converter');
  await saveModel(await network.build(), folder, { format: 'tfjs', quantize: 'uint8' });
  return folder;
}

/** Numbers between -1 and 1 that look like noise, the same in every process. @param {string} name */
export function networkInput(name) {
  const shape = NETWORKS[name]?.inputShape ?? [];
  const data = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(i * 12.9898 + 1));
  return { data, shape, dtype: /** @type {const} */ ('float32') };
}
