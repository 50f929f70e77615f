import { flattenTree, isEagerValue, setEagerBackend, tensor, sizeOf, type EagerBackend, type EagerValue } from '@kedge/graph-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newCallContext, withCallContext } from '../src/engine/call-context.js';
import { modelFromConfig, serializeLayer, type Model } from '../src/index.js';
import { BACKENDS, backendFor } from './backends.js';
import { readFixture } from './fixtures.js';
import { makersFor } from './op-model-makers.js';

interface Output {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

interface Case {
  readonly config: { readonly class_name: string; readonly config: unknown };
  readonly weights: readonly (readonly number[])[];
  readonly inputs: readonly (readonly number[])[];
  readonly outputs: readonly Output[];
  /** Of the outputs, where the inputs are whole numbers: eight times what they are elsewhere. */
  readonly dtypes?: readonly string[];
}

const FILES = (['keras2', 'keras3', 'tensorflow'] as const).map((dialect) => [dialect, Object.entries(readFixture<{ cases: Readonly<Record<string, Case>> }>(`configs/ops-${dialect}.json`).cases)] as const);

/** The numbers of fixtures/python/op_models.py. */
function numbers(shape: readonly number[], seed: number): ReturnType<typeof tensor> {
  return tensor(Array.from({ length: sizeOf(shape) }, (_, i) => (((i * 37 + seed * 11) % 19) - 9) / 8), shape);
}

/** 16 steps of float32 of the largest number: none of these models adds up more, and each function of them is off by a few. */
const allowed = (data: readonly number[]): number => 16 * 2 ** -23 * data.reduce((most, value) => Math.max(most, Math.abs(value)), 1);

/** The numbers of an input, whole where a case says so. */
function inputNumbers(shape: readonly number[], place: number, isWhole: boolean): ReturnType<typeof tensor> {
  const floats = numbers(shape, 50 + place);
  return isWhole ? tensor(Array.from(floats.data, (value) => Number(value) * 8), shape, 'int32') : floats;
}

async function expectAnswers(model: Model, { inputs, outputs, weights, dtypes }: Case, backend: EagerBackend): Promise<void> {
  model.setWeights(weights.map((shape, i) => numbers(shape, i)));
  const values = inputs.map((shape, i) => backend.fromTensor(inputNumbers(shape, i, dtypes !== undefined)));
  const results = flattenTree(withCallContext(newCallContext(false), () => model.run([values.length === 1 ? values[0] : values], {})), isEagerValue) as EagerValue[];
  expect(results).toHaveLength(outputs.length);
  for (const [i, { shape, data }] of outputs.entries()) {
    const result = await backend.read(results[i] as EagerValue);
    expect([...result.shape], `output ${i}`).toEqual(shape);
    if (dtypes !== undefined) expect(result.dtype, `output ${i}`).toBe(dtypes[i]);
    const worst = data.reduce((most, value, at) => Math.max(most, Math.abs(Number(result.data[at]) - value)), 0);
    expect(worst, `output ${i}: largest deviation`).toBeLessThanOrEqual(allowed(data));
  }
}

describe.each(BACKENDS)('models made with operators and functions, on tfjs-%s', (name) => {
  let backend: EagerBackend;
  beforeAll(async () => {
    backend = await backendFor(name);
    setEagerBackend(backend);
  });
  afterAll(() => setEagerBackend(undefined));

  describe.each(FILES)('of %s', (_dialect, cases) => {
    it('are there', () => expect(cases.length).toBeGreaterThan(5));

    it.each(cases)('%s answers as Keras did', async (_name, example) => expectAnswers(await modelFromConfig(example.config), example, backend));
  });

  it.each(FILES[1]?.[1] ?? [])('%s of Keras 3 answers the same after it was written', async (_name, example) => {
    const written = serializeLayer(await modelFromConfig(example.config), 'keras3');
    await expectAnswers(await modelFromConfig(JSON.parse(JSON.stringify(written))), example, backend);
  });

  describe.each(['keras2', 'keras3'] as const)('which real %s loaded as we write them', (dialect) => {
    const { cases } = readFixture<{ cases: Readonly<Record<string, Case>> }>(`configs/ops-written-${dialect}.json`);

    it.each(makersFor(dialect))('%s is that config, and answers as it did there', async (made, make) => {
      const example = cases[made] as Case;
      const model = make();
      expect(JSON.parse(JSON.stringify(serializeLayer(model, dialect)))).toEqual(example.config);
      await expectAnswers(model, example, backend);
      await expectAnswers(await modelFromConfig(example.config), example, backend);
    });
  });

  it('of Keras 3 go to Keras 2 and back where TensorFlow has the functions', async () => {
    const [example] = FILES[1]?.[1].filter(([made]) => made === 'among_layers').map(([, found]) => found) ?? [];
    const older = serializeLayer(await modelFromConfig(example?.config), 'keras2');
    await expectAnswers(await modelFromConfig(JSON.parse(JSON.stringify(older))), example as Case, backend);
  });
});
