import { setEagerBackend, type EagerBackend, type Tensor } from '@kedge/graph-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Model } from '../src/engine/model.js';
import { modelFromConfig } from '../src/serialization/model-from-config.js';
import type { CompileConfig } from '../src/training/index.js';
import { BACKENDS, backendFor } from './backends.js';
import { goldenTensor, type GoldenArray } from './golden-numbers.js';
import { expectNumbers, trainingFixture, type Written } from './training-fixtures.js';

type Arrays = GoldenArray | readonly GoldenArray[];
type KerasLogs = Readonly<Record<string, Written>>;
type KerasCompile = Readonly<Record<'optimizer' | 'loss' | 'loss_weights' | 'metrics' | 'weighted_metrics', never>>;

interface ModelGolden {
  readonly title: string;
  readonly model: unknown;
  readonly weightNames: readonly string[];
  /** What the first weights are multiplied by. */
  readonly scale: number;
  readonly compile: KerasCompile;
  readonly classWeight: Readonly<Record<string, number>> | null;
  readonly steps: readonly { readonly x: Arrays; readonly y: Arrays; readonly sampleWeight: Arrays | null; readonly logs: KerasLogs }[];
  readonly trained: readonly (readonly Written[])[];
  readonly evaluation: { readonly x: Arrays; readonly y: Arrays; readonly logs: KerasLogs; readonly outputs: readonly GoldenArray[] };
}

interface FitGolden {
  readonly model: unknown;
  readonly compile: KerasCompile;
  readonly x: GoldenArray;
  readonly y: GoldenArray;
  readonly history: Readonly<Record<string, readonly Written[]>>;
  readonly trained: readonly (readonly Written[])[];
}

const tensors = (arrays: Arrays): Tensor | Tensor[] => (Array.isArray(arrays) ? (arrays as readonly GoldenArray[]).map(goldenTensor) : goldenTensor(arrays as GoldenArray));
const numbersOf = ({ data }: Tensor): number[] => Array.from(data, Number);

function compileConfig({ optimizer, loss, loss_weights: lossWeights, metrics, weighted_metrics: weightedMetrics }: KerasCompile): CompileConfig {
  return { optimizer, loss, lossWeights, metrics, weightedMetrics };
}

/** The weights that fixtures/python/training_goldens.py starts from. */
function setFirstWeights(model: Model, names: readonly string[], scale: number): void {
  expect(model.weights.map(({ path }) => path.split('/').at(-1))).toEqual(names.map((name) => name.split('/').at(-1)));
  model.setWeights(
    model.weights.map(({ shape, name }, i) => {
      const drawn = goldenTensor({ shape, dtype: 'float32', kind: 'signed', seed: 200 + i });
      return { ...drawn, data: Float32Array.from(drawn.data, (value) => (name.includes('variance') ? Math.abs(value) + 0.5 : value * scale)) } as Tensor;
    }),
  );
}

function expectLogs(actual: Readonly<Record<string, number>>, expected: KerasLogs, what: string): void {
  expect(Object.keys(actual).toSorted(), what).toEqual(Object.keys(expected).toSorted());
  for (const [name, value] of Object.entries(expected)) expectNumbers([actual[name] ?? NaN], [value], `${what}: ${name}`);
}

async function expectWeights(model: Model, expected: readonly (readonly Written[])[], scale: number): Promise<void> {
  const values = await model.getWeights();
  values.forEach((value, i) => expectNumbers(numbersOf(value), expected[i] ?? [], model.weights[i]?.path ?? '', scale));
}

describe.each(BACKENDS)('training as Keras 3 does it on tfjs-%s', (name) => {
  let backend: EagerBackend;
  beforeAll(async () => {
    backend = await backendFor(name);
    setEagerBackend(backend);
  });

  it.each(trainingFixture<ModelGolden>('models').map((golden) => [golden.title, golden] as const))('%s', async (_, golden) => {
    const model = await modelFromConfig(golden.model);
    setFirstWeights(model, golden.weightNames, golden.scale);
    model.compile(compileConfig(golden.compile));
    for (const [step, { x, y, sampleWeight, logs }] of golden.steps.entries()) {
      const weights = sampleWeight === null ? undefined : tensors(sampleWeight);
      const found = await model.trainOnBatch(tensors(x), tensors(y), { sampleWeight: weights, classWeight: golden.classWeight ?? undefined });
      expectLogs(found, logs, `step ${step + 1}`);
    }
    await expectWeights(model, golden.trained, golden.scale);
    const { x, y, logs, outputs } = golden.evaluation;
    expectLogs(await model.evaluate(tensors(x), tensors(y), { batchSize: 4 }), logs, 'evaluation');
    const predicted = await model.predict(tensors(x), { batchSize: 4 });
    expect(predicted.map(({ shape }) => [...shape])).toEqual(outputs.map(({ shape }) => shape));
    predicted.forEach((output, i) => expectNumbers(numbersOf(output), outputs[i]?.data ?? [], `output ${i}`, golden.scale));
  });

  it('three epochs in order, with a share for validation and class weights', async () => {
    const [golden] = trainingFixture<FitGolden>('fit') as readonly [FitGolden];
    const model = await modelFromConfig(golden.model);
    setFirstWeights(model, model.weights.map(({ path }) => path), 1);
    model.compile(compileConfig(golden.compile));
    const { epoch, history } = await model.fit(goldenTensor(golden.x), goldenTensor(golden.y), { epochs: 3, batchSize: 4, shuffle: false, validationSplit: 0.25, classWeight: { 0: 2, 2: 0.5 } });
    expect(epoch).toEqual([0, 1, 2]);
    expect(Object.keys(history).toSorted()).toEqual(Object.keys(golden.history).toSorted());
    for (const [key, values] of Object.entries(golden.history)) expectNumbers(history[key] ?? [], values, key);
    await expectWeights(model, golden.trained, 1);
  });
});
