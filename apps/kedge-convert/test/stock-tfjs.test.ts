import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { loadModel, serializeModel } from '@kedge/converter';
import { ops, tensor, type SymbolicTensor, type Tensor } from '@kedge/graph-core';
import { add, conv2d, batchNormalization, concatenate, dense, globalAveragePooling2d, input, model, reLU, sequential, flatten, type Model } from '@kedge/layers';
import { createSession } from '@kedge/runtime';
import * as tf from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { loadLayersModel, type LayersModel } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { moderationModelFiles } from '../../../scripts/lib/moderation-model.mjs';

beforeAll(async () => {
  setWasmPaths(`${dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'))}/`);
  await tf.setBackend('wasm');
});

/** Loads the files of a tfjs model as a page with stock tfjs would. */
async function loadStock(files: ReadonlyMap<string, Uint8Array>): Promise<LayersModel> {
  const json = JSON.parse(new TextDecoder().decode(files.get('model.json'))) as tf.io.ModelJSON;
  const paths = json.weightsManifest.flatMap((group) => group.paths);
  const weightData = Buffer.concat(paths.map((path) => files.get(path) ?? new Uint8Array()));
  const weightSpecs = json.weightsManifest.flatMap((group) => group.weights);
  const artifacts = { modelTopology: json.modelTopology, weightSpecs, weightData: new Uint8Array(weightData).buffer, format: 'layers-model' } as tf.io.ModelArtifacts;
  return loadLayersModel(tf.io.fromMemory(artifacts));
}

it('functions that are called in a graph of Keras 3 become the layers of stock tfjs', async () => {
  const x = input({ shape: [4], name: 'x' });
  const [a, b] = [dense({ units: 3, name: 'a' }).apply(x), dense({ units: 3, name: 'b' }).apply(x)];
  const product = ops.relu(ops.multiply(ops.add(a, b), a));
  const joined = ops.tanh(ops.concatenate([product, ops.maximum(a, b)], -1)) as SymbolicTensor;
  const m = model({ inputs: x, outputs: dense({ units: 2, name: 'o' }).apply(joined) });
  const files = await serializeModel(m, { format: 'tfjs' });
  const [expected] = await answers(m, [noise([3, 4])]);
  const [given] = await stockAnswers(await loadStock(files), [noise([3, 4])]);
  // Sums of at most six products of numbers below 2, in another order.
  given?.forEach((value, i) => expect(Math.abs(value - Number(expected?.data[i]))).toBeLessThanOrEqual(64 * 2 ** -23));
  expect((await (await loadModel(files)).getWeights()).length).toBe(6);
});

/** Numbers between -1 and 1 that look like nothing. */
const noise = (shape: readonly number[]): Tensor => tensor(Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(i * 12.9898) * 0.9), shape);

async function answers(m: Model, inputs: readonly Tensor[]): Promise<Tensor[]> {
  const session = await createSession(m, { warmup: false });
  const outputs = await session.run(inputs);
  await session.dispose();
  return outputs;
}

async function stockAnswers(stock: LayersModel, inputs: readonly Tensor[]): Promise<number[][]> {
  const given = inputs.map((x) => tf.tensor(x.data as Float32Array, [...x.shape]));
  const outputs = stock.predict(given.length === 1 ? (given[0] as tf.Tensor) : given);
  return Promise.all((Array.isArray(outputs) ? outputs : [outputs]).map(async (y) => [...(await y.data())]));
}

/** Stock tfjs and Kedge fold batch norms and sum in other orders; probabilities agree to this. */
const TOLERANCE = 1e-4;

async function expectSameAnswers(m: Model, inputs: readonly Tensor[]): Promise<void> {
  const [ours, stock] = [await answers(m, inputs), await stockAnswers(await loadStock(await serializeModel(m, { format: 'tfjs' })), inputs)];
  expect(stock.length).toBe(ours.length);
  ours.forEach(({ data }, i) => {
    const off = Math.max(...Array.from(data as Float32Array, (value, j) => Math.abs(value - (stock[i]?.[j] ?? Number.NaN))));
    expect(off, `output ${i}`).toBeLessThanOrEqual(TOLERANCE);
  });
}

const inner = (): Model => {
  const x = input({ shape: [4], name: 'inner_in' });
  return model({ inputs: x, outputs: dense({ units: 4, activation: 'tanh', name: 'inner_dense' }).apply(x), name: 'inner' });
};

describe('tfjs#8328: what is written loads in stock tfjs-layers 4.22 and answers the same', () => {
  it('for a sequential model', async () => {
    await expectSameAnswers(sequential({ layers: [dense({ units: 8, activation: 'relu', inputShape: [4] }), dense({ units: 3, activation: 'softmax', kernelInitializer: 'lecun_normal', kernelRegularizer: 'l2' })] }), [noise([2, 4])]);
  });

  it('for several inputs and outputs, and a shared layer', async () => {
    const [a, b] = [input({ shape: [4], name: 'a' }), input({ shape: [4], name: 'b' })];
    const shared = dense({ units: 4, name: 'shared' });
    const joined = concatenate().apply([shared.apply(a), shared.apply(b)]);
    await expectSameAnswers(model({ inputs: [a, b], outputs: [dense({ units: 2 }).apply(joined), add().apply([a, b])] }), [noise([2, 4]), noise([2, 4])]);
  });

  it('for a nested model that is called twice', async () => {
    const x = input({ shape: [4], name: 'x' });
    const nested = inner();
    await expectSameAnswers(model({ inputs: x, outputs: dense({ units: 2 }).apply(nested.apply(nested.apply(x))) }), [noise([3, 4])]);
  });

  it('for convolutions with batch norm', async () => {
    const x = input({ shape: [9, 9, 3], name: 'x' });
    let y = conv2d({ filters: 4, kernelSize: 3, strides: 2, padding: 'same', useBias: false }).apply(x);
    y = reLU({ maxValue: 6 }).apply(batchNormalization({ scale: false }).apply(y));
    await expectSameAnswers(model({ inputs: x, outputs: [globalAveragePooling2d().apply(y), flatten().apply(y)] }), [noise([2, 9, 9, 3])]);
  });

  it('for a real InceptionV3, read from uint8 and written as float32', async () => {
    const m = await loadModel(moderationModelFiles());
    await expectSameAnswers(m, [noise([1, 299, 299, 3])]);
  }, 120_000);
});

it('the table of layers that stock tfjs-layers has is the one that it says itself', async () => {
  const known = Object.keys(tf.serialization.SerializationMap.getMap().classNameMap);
  const source = readFileSync(join(import.meta.dirname, '..', '..', '..', 'packages', 'converter', 'src', 'inspect', 'stock-tfjs.ts'), 'utf8');
  const listed = /const STOCK_LAYERS[^;]+;/.exec(source)?.[0].match(/[A-Z]\w+/g) ?? [];
  const layers = listed.filter((name) => !['STOCK_LAYERS', 'Set'].includes(name));
  expect(layers.length).toBeGreaterThan(50);
  expect(layers.filter((name) => !known.includes(name))).toEqual([]);
});
