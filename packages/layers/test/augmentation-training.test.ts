import { setEagerBackend, sizeOf, tensor, type Tensor } from '@kedge/graph-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as keras from '../src/index.js';
import { pictures } from './augmentation-contract.js';
import { backendFor } from './backends.js';
import { readFixture } from './fixtures.js';

const AUGMENTING = [
  () => keras.randomFlip({ seed: 1 }),
  () => keras.randomRotation({ factor: 0.1, seed: 1 }),
  () => keras.randomElasticTransform({ seed: 1 }),
  () => keras.randomPerspective({ scale: 0.2, seed: 1 }),
  () => keras.randomColorJitter({ brightnessFactor: 0.1, contrastFactor: 0.1, saturationFactor: [0.4, 0.6], hueFactor: 0.1, seed: 1 }),
  () => keras.randomErasing({ seed: 1 }),
  () => keras.randomGaussianBlur({ seed: 1 }),
  () => keras.cutMix({ seed: 1 }),
  () => keras.randAugment({ seed: 1 }),
  () => keras.augMix({ seed: 1 }),
];

const targets = (): Tensor => tensor([1, 0, 0, 1, 0, 1, 1, 0], [4, 2]);

describe('models that augment', () => {
  beforeAll(async () => setEagerBackend(await backendFor('cpu')));
  afterAll(() => setEagerBackend(undefined));

  const net = (layers: readonly (() => keras.Layer)[]): keras.Sequential => {
    keras.setSeed(3);
    const head = [keras.flatten(), keras.dense({ units: 2, activation: 'softmax', kernelInitializer: new keras.initializers.GlorotUniform({ seed: 1 }) })];
    return keras.sequential({ layers: [keras.rescaling({ scale: 1, inputShape: [6, 5, 3] }), ...layers.map((make) => make()), ...head] });
  };

  it.each(AUGMENTING.map((make) => [make().className, make] as const))('%s: trains, and predicts as if it were not there', async (_name, make) => {
    const [with_, without] = [net([make]), net([])];
    expect((await with_.predict(pictures()))[0]).toEqual((await without.predict(pictures()))[0]);
    with_.compile({ optimizer: 'sgd', loss: 'categoricalCrossentropy' });
    const { history } = await with_.fit(pictures(), targets(), { epochs: 2, batchSize: 2 });
    expect(history['loss']).toHaveLength(2);
    expect(history['loss']?.every(Number.isFinite)).toBe(true);
  });

  it('lets gradients through to layers before it', async () => {
    const model = keras.sequential({ layers: [keras.conv2d({ filters: 3, kernelSize: 1, inputShape: [6, 5, 3], kernelInitializer: 'ones' }), keras.randomRotation({ factor: 0.1, seed: 1 }), keras.randomErasing({ fillValue: 0, seed: 1 }), keras.globalAveragePooling2d(), keras.dense({ units: 2 })] });
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    const before = (await model.layers[0]?.getWeights())?.[0];
    await model.fit(pictures(), targets(), { epochs: 1, batchSize: 4 });
    expect((await model.layers[0]?.getWeights())?.[0]).not.toEqual(before);
  });

  it('read a layer over a record from a file of Keras, with its spelling of keys, and write it back', async () => {
    const { model: config } = readFixture<{ readonly model: { readonly config: { readonly layers: readonly unknown[] } } }>('augmentations.json');
    const model = await keras.modelFromConfig(config);
    expect(model.outputs.map(({ shape }) => shape)).toEqual([[null, 4, 3, 1], [null, 4, 3, 3], [null, 2]]);
    const values = model.inputs.map(({ shape }, i) => tensor(Array.from({ length: 2 * sizeOf(shape.slice(1) as number[]) }, (_, k) => (k * 7 + i) % 5), [2, ...(shape.slice(1) as number[])]));
    const outputs = await model.predict(values);
    expect(outputs.map(({ data }) => data)).toEqual([values[2]?.data, values[0]?.data, values[1]?.data]);
    const written = model.getConfig('keras3') as { readonly layers: readonly { readonly inbound_nodes?: unknown }[] };
    expect(written.layers.at(-1)?.inbound_nodes).toEqual((config.config.layers.at(-1) as { readonly inbound_nodes?: unknown }).inbound_nodes);
  });
});
