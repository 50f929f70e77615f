import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTfjsBackend } from '@kedge/backend-tfjs';
import { serializeModel } from '@kedge/converter';
import { ops, setEagerBackend, tensor, type SymbolicTensor, type Tensor } from '@kedge/graph-core';
import { dense, embedding, hashing, input, lstm, model, modelFromConfig, sequential, serializeLayer, stringLookup, textVectorization, type Dialect, type Model } from '@kedge/layers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSession } from '../src/index.js';

interface Golden {
  readonly name: string;
  readonly config: unknown;
  readonly weights: readonly PlainArray[];
  readonly inputs: Readonly<Record<string, PlainArray>>;
  readonly output: PlainArray;
}

interface PlainArray {
  readonly shape: readonly number[];
  readonly dtype: 'string' | 'int32' | 'float32';
  readonly data: readonly (string | number)[];
}

const path = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'text-models.json');
const halves = JSON.parse(readFileSync(path, 'utf8')) as Record<Dialect, { readonly models: readonly Golden[] }>;
const goldens = Object.entries(halves).flatMap(([dialect, half]) => half.models.map((golden) => ({ dialect: dialect as Dialect, ...golden })));

const toTensor = ({ shape, dtype, data }: PlainArray): Tensor => (dtype === 'string' ? { data: data.map(String), shape, dtype } : tensor(data.map(Number), shape, dtype));
const inputsOf = ({ inputs }: Golden): Record<string, Tensor> => Object.fromEntries(Object.entries(inputs).map(([name, array]) => [name, toTensor(array)]));

/** Some of the examples of an array. */
const rows = ({ shape: [, ...rest], dtype, data }: PlainArray, from: number, to: number): PlainArray => {
  const width = rest.reduce((a, b) => a * b, 1);
  return { shape: [to - from, ...rest], dtype, data: data.slice(from * width, to * width) };
};

async function loaded(golden: Golden, config: unknown = golden.config): Promise<Model> {
  const made = await modelFromConfig(config);
  made.setWeights(golden.weights.map(toTensor));
  return made;
}

/** Sums of at most a few dozen products of numbers below 4, in float32. */
function expectClose(actual: Tensor | undefined, expected: PlainArray): void {
  expect(actual?.shape).toEqual(expected.shape);
  expect(Math.max(...expected.data.map((value, i) => Math.abs(Number(value) - Number(actual?.data[i]))))).toBeLessThanOrEqual(64 * 2 ** -23 * 4);
}

describe.each(['tfjs-wasm', 'cpu'] as const)('models that begin with strings, on %s', (backend) => {
  beforeAll(async () => setEagerBackend(await createTfjsBackend({ backend: backend === 'cpu' ? 'cpu' : 'wasm' })));
  afterAll(() => setEagerBackend(undefined));

  it.each(goldens)('predict what $dialect predicts: $name', async (golden) => {
    expectClose((await (await loaded(golden)).predict(inputsOf(golden)))[0], golden.output);
  });

  it.each(goldens)('run in a session, the host first: $dialect, $name', async (golden) => {
    await using session = await createSession(await loaded(golden), { backend });
    expectClose((await session.run(inputsOf(golden)))[0], golden.output);
    expect(session.plan).toMatch(/^host:\nin .* : string /);
    expect(session.plan.match(/^(host|device):$/gm)).toEqual(['host:', 'device:']);
    expect(session.plan).toMatch(/function=\{/);
  });

  it.each(goldens.filter(({ name }) => name !== 'ragged'))('take a last batch that is smaller: $dialect, $name', async (golden) => {
    const [count = 0] = golden.output.shape;
    await using session = await createSession(await loaded(golden), { backend });
    for (const [from, to] of [[0, count], [count - 1, count], [0, 2]] as const) {
      const part = Object.fromEntries(Object.entries(golden.inputs).map(([name, array]) => [name, toTensor(rows(array, from, to))]));
      expectClose((await session.run(part))[0], rows(golden.output, from, to));
    }
    expectClose((await (await loaded(golden)).predict(inputsOf(golden), { batchSize: count - 1 }))[0], golden.output);
  });

  it.each(goldens)('come back from their configs in both dialects: $dialect, $name', async (golden) => {
    const source = await loaded(golden);
    for (const dialect of ['keras2', 'keras3'] as const) {
      const again = await loaded(golden, JSON.parse(JSON.stringify(serializeLayer(source, dialect))));
      expectClose((await again.predict(inputsOf(golden)))[0], golden.output);
    }
  });

  it('are bound anew when a loop runs over as many tokens as come, and leave no tensor behind', async () => {
    const { memory } = await import('@tensorflow/tfjs-core');
    const source = sequential({ layers: [textVectorization({ vocabulary: ['a', 'b'], batchInputShape: [null, 1] }), embedding({ inputDim: 4, outputDim: 3, maskZero: true }), lstm({ units: 2 }), dense({ units: 2 })] });
    const texts = [['a b a b', 'b'], ['b', 'a'], ['a a a a', 'b b'], ['b', 'a'], ['a', 'b', 'a']].map((data): Tensor => ({ data, shape: [data.length, 1], dtype: 'string' }));
    const expected = [];
    for (const x of texts) expected.push((await source.predict(x))[0] as Tensor);
    const before = memory().numTensors;
    {
      await using session = await createSession(source, { backend });
      for (const [i, x] of texts.entries()) expectClose((await session.run(x))[0], { ...expected[i], data: Array.from(expected[i]?.data ?? [], Number) } as PlainArray);
    }
    expect(memory().numTensors).toBe(before);
  });

  it('learn: strings go into fit', async () => {
    const source = sequential({ layers: [stringLookup({ vocabulary: ['a', 'b'], outputMode: 'count', batchInputShape: [null, 2] }), dense({ units: 1, useBias: false, kernelInitializer: 'zeros' })] });
    source.compile({ optimizer: 'sgd', loss: 'mean_squared_error' });
    const x: Tensor = { data: ['a', 'a', 'b', '?'], shape: [2, 2], dtype: 'string' };
    const { history } = await source.fit(x, tensor([2, -1], [2, 1]), { epochs: 40, shuffle: false });
    const losses = history.loss ?? [];
    expect(losses[0]).toBe(2.5);
    expect(losses.at(-1)).toBeLessThan(0.5);
  });

  it('make strings out of numbers on the host, after the backend', async () => {
    const x = input({ shape: [3], name: 'scores' });
    const best = stringLookup({ vocabulary: ['red', 'grün', '🦜'], numOovIndices: 0, invert: true }).apply(ops.argmax(ops.softmax(x), -1) as SymbolicTensor);
    const chosen = model({ inputs: x, outputs: best });
    const scores = tensor([1, 3, 2, 5, 0, 0, 0, 1, 9], [3, 3]);
    const expected = { data: ['grün', 'red', '🦜'], shape: [3], dtype: 'string' };
    expect(await chosen.predict(scores)).toEqual([expected]);
    await using session = await createSession(chosen, { backend });
    expect(await session.run(scores)).toEqual([expected]);
    expect(session.plan.match(/^(host|device):$/gm)).toEqual(['device:', 'host:']);
  });

  it('may have no part for a backend at all, or hand strings through', async () => {
    const x = input({ shape: [1], dtype: 'string' });
    await using session = await createSession(model({ inputs: x, outputs: [hashing({ numBins: 1 }).apply(x), ops.identity(x) as SymbolicTensor, x] }), { backend });
    const words: Tensor = { data: ['a', 'ä'], shape: [2, 1], dtype: 'string' };
    expect(await session.run(words)).toEqual([{ data: Int32Array.of(0, 0), shape: [2, 1], dtype: 'int32' }, words, words]);
  });

  it('take a batch of no examples', async () => {
    const source = sequential({ layers: [textVectorization({ vocabulary: ['a', 'b'], batchInputShape: [null, 1], outputSequenceLength: 3 }), embedding({ inputDim: 4, outputDim: 2 })] });
    await using session = await createSession(source, { backend });
    expect((await session.run({ data: [], shape: [0, 1], dtype: 'string' }))[0]?.shape).toEqual([0, 3, 2]);
  });

  it('say which input they expect', async () => {
    const x = input({ shape: [1], dtype: 'string', name: 'words' });
    await using session = await createSession(model({ inputs: x, outputs: hashing({ numBins: 3 }).apply(x) }), { backend });
    await expect(session.run(tensor([1], [1, 1]))).rejects.toThrow(/'words': expected string, got float32/);
  });
});

describe('what a text layer learned', () => {
  it('is in the file of every format', async () => {
    const layer = textVectorization({ name: 'vectorize' });
    layer.adapt({ data: ['b b a', 'ä'], shape: [2], dtype: 'string' });
    const x = input({ shape: [1], dtype: 'string' });
    const files = await serializeModel(model({ inputs: x, outputs: layer.apply(x) }), { format: 'tfjs' });
    expect(new TextDecoder().decode(files.get('model.json'))).toContain('"vocabulary":["","[UNK]","b","ä","a"]');
  });
});
