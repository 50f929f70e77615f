import { setEagerBackend, tensor, type Tensor } from '@kedge/graph-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { backendFor } from '../../test/backends.js';
import { dense, input, model, sequential, setSeed, type Callback, type DatasetBatch, type Model } from '../index.js';

const rows = (count: number, width: number, seed: number): Tensor => tensor(Array.from({ length: count * width }, (_, i) => Math.sin(i * 7.1 + seed)), [count, width]);
const x = rows(10, 3, 1);
const y = rows(10, 2, 2);

beforeAll(async () => setEagerBackend(await backendFor('cpu')));

function line(): Model {
  const net = sequential({ layers: [dense({ units: 2, kernelInitializer: 'zeros', inputShape: [3] })] });
  net.compile({ optimizer: 'sgd', loss: 'mse', metrics: ['mae'] });
  return net;
}

/** The same examples in batches of four. */
const batches = (): DatasetBatch[] => [0, 4, 8].map((from) => [slice(x, from), slice(y, from)]);

function slice(all: Tensor, from: number): Tensor {
  const width = all.shape[1] ?? 1;
  const to = Math.min(from + 4, all.shape[0] ?? 0);
  return tensor(Array.from(all.data, Number).slice(from * width, to * width), [to - from, width]);
}

async function* stream(): AsyncGenerator<DatasetBatch> {
  yield* batches();
}

describe('fit', () => {
  it('trains on tensors, lists of batches, streams, and functions that give them alike', async () => {
    const { history } = await line().fit(x, y, { batchSize: 4, epochs: 2, shuffle: false });
    expect(history['loss']).toHaveLength(2);
    expect((await line().fit(batches(), undefined, { epochs: 2 })).history).toEqual(history);
    expect((await line().fit(() => batches(), undefined, { epochs: 2 })).history).toEqual(history);
    expect((await line().fit(stream, undefined, { epochs: 2 })).history).toEqual(history);
    await expect(line().fit(stream(), undefined, { epochs: 2 })).rejects.toThrow('can be gone through only once');
  });

  it('takes stepsPerEpoch batches of a dataset that has no end', async () => {
    let given = 0;
    function* endless(): Generator<DatasetBatch> {
      for (;;) {
        given += 1;
        yield [x, y];
      }
    }
    await line().fit(() => endless(), undefined, { epochs: 3, stepsPerEpoch: 2 });
    expect(given).toBe(6);
  });

  it('shuffles by the seed', async () => {
    const lossesWith = async (seed: number): Promise<number[] | undefined> => {
      setSeed(seed);
      return (await line().fit(x, y, { batchSize: 3, epochs: 2 })).history['loss'];
    };
    expect(await lossesWith(1)).toEqual(await lossesWith(1));
    expect(await lossesWith(1)).not.toEqual(await lossesWith(2));
  });

  it('evaluates validation data after each epoch, as evaluate does', async () => {
    const net = line();
    const { history } = await net.fit(x, y, { epochs: 2, validationData: [slice(x, 4), slice(y, 4)] });
    const last = await net.evaluate(slice(x, 4), slice(y, 4));
    expect(history['val_loss']?.[1]).toBe(last['loss']);
    expect(history['val_mae']?.[1]).toBe(last['mae']);
    const fromDataset = await line().fit(x, y, { epochs: 2, validationData: () => [[slice(x, 4), slice(y, 4)]] });
    expect(fromDataset.history['val_loss']).toHaveLength(2);
  });

  it('tells callbacks what happens and stops when they say so', async () => {
    const events: string[] = [];
    let net: Model | undefined;
    const callback: Callback = {
      setModel: (model) => void (net = model),
      onTrainBegin: () => void events.push('begin'),
      onEpochBegin: (epoch) => void events.push(`epoch ${epoch}`),
      onTrainBatchEnd: async (batch, logs) => void events.push(`batch ${batch} ${Object.keys(logs).join()}`),
      onEpochEnd: (epoch, logs) => {
        events.push(`end ${epoch} ${Object.keys(logs).join()}`);
        if (net !== undefined && epoch === 1) net.stopTraining = true;
      },
      onTrainEnd: () => void events.push('done'),
    };
    const { epoch } = await line().fit(x, y, { batchSize: 5, epochs: 9, callbacks: [callback] });
    const oneEpoch = (i: number): string[] => [`epoch ${i}`, 'batch 0 loss,mae', 'batch 1 loss,mae', `end ${i} loss,mae`];
    expect(events).toEqual(['begin', ...oneEpoch(0), ...oneEpoch(1), 'done']);
    expect(epoch).toEqual([0, 1]);
  });

  it('ends with the reason of a signal, even while batches never wait', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('enough')), 20);
    await expect(line().fit(x, y, { epochs: 1e4, signal: controller.signal })).rejects.toThrow('enough');
  });

  it('trains a Sequential whose input shape the first batch tells', async () => {
    const net = sequential({ layers: [dense({ units: 2 })] });
    net.compile({ loss: 'mse', metrics: ['mae'] });
    const { history } = await net.fit(x, y);
    expect(Object.keys(history)).toEqual(['loss', 'mae']);
  });

  it('says what does not go together', async () => {
    const net = line();
    await expect(net.fit(x, rows(9, 2, 1))).rejects.toThrow('Expected tensors with the same number of examples, at least one, in the first dimension, got x (10, 3), y (9, 2).');
    await expect(net.fit(x, y, { batchSize: 0 })).rejects.toThrow('Expected a whole number from 1 for batchSize, got 0.');
    await expect(net.fit(x, y, { validationSplit: 1 })).rejects.toThrow('validationSplit');
    await expect(net.fit(batches(), y)).rejects.toThrow('A dataset gives targets and weights itself: leave y out.');
    await expect(net.fit([[x, [y]]] as never)).resolves.toBeDefined();
    await expect(net.fit([x, y] as never)).rejects.toThrow('Expected 1 tensor for x');
    await expect(net.fit([[3]] as never)).rejects.toThrow('Expected a dataset to give [x], [x, y] or [x, y, sampleWeight]');
    await expect(net.fit(x, y, { classWeight: { 0: 2 }, sampleWeight: tensor(new Float32Array(10), [10]) })).rejects.toThrow('sampleWeight or classWeight, got both');
    await expect(sequential({ layers: [dense({ units: 1, inputShape: [3] })] }).fit(x, y)).rejects.toMatchObject({ code: 'NOT_COMPILED' });
  });
});

describe('predict', () => {
  it('gives the same in any batches, with one tensor for each output', async () => {
    const first = input({ shape: [3], name: 'first' });
    const second = input({ shape: [1], name: 'second', dtype: 'float32' });
    const net = model({ inputs: [first, second], outputs: [dense({ units: 2 }).apply(first), dense({ units: 1 }).apply(second)] });
    const one = tensor(Array.from({ length: 10 }, (_, i) => i), [10], 'int32');
    const whole = await net.predict([x, one]);
    expect(whole.map(({ shape }) => shape)).toEqual([[10, 2], [10, 1]]);
    // As in Keras, an input of shape [batch, 1] takes [batch], and numbers of other types are converted.
    expect(await net.predict({ second: one, first: x }, { batchSize: 3 })).toEqual(whole);
    await expect(net.predict({ first: x })).rejects.toThrow("x lacks 'second'");
    await expect(net.predict(x)).rejects.toThrow("Expected 2 tensors for x ('first', 'second'), got 1.");
  });
});
