import { isEagerValue, flattenTree, setEagerBackend, type EagerBackend, type EagerValue, type Tensor } from '@kedge/graph-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Dialect } from '../src/config/dialect.js';
import { newCallContext, withCallContext, type CallContext } from '../src/engine/call-context.js';
import type { Layer } from '../src/engine/layer.js';
import { maskOf } from '../src/engine/masks.js';
import { layerLoaders } from '../src/generated/registry.js';
import { Regularizer } from '../src/regularizers/index.js';
import { BACKENDS, backendFor } from './backends.js';
import { argumentsOf, buildFor, goldensOf, weightsAsListed, layerOf, type GoldenCase, type GoldenOutput } from './golden-cases.js';
import { goldenValue } from './golden-numbers.js';

/** Steps between neighbouring float32 numbers of magnitude 1. */
const EPSILON = 2 ** -23;

/**
 * How far an output may stray from Keras' float64 result. Both sides round in another order: what Keras' own float32
 * computation strays measures how much the case amplifies rounding, and eight times that is allowed; the rest is for cases
 * where Keras happened to stray by nothing: 16 steps of the largest number, which covers the polynomial exponentials of
 * tfjs's wasm kernels.
 */
function toleranceOf({ data = [], error = 0 }: GoldenOutput): number {
  const largest = data.reduce<number>((most, value) => Math.max(most, Number.isFinite(Number(value)) ? Math.abs(Number(value)) : 0), 1e-3);
  return 8 * error + 16 * EPSILON * largest;
}

function expectClose(actual: Tensor, golden: GoldenOutput, what: string): void {
  const expected = goldenValue(golden);
  expect([...actual.shape], `${what}: shape`).toEqual([...expected.shape]);
  if (expected.dtype === 'string') {
    expect(actual.data, what).toEqual(expected.data);
    return;
  }
  const tolerance = toleranceOf(golden);
  let worst = 0;
  for (let i = 0; i < expected.data.length; i++) {
    const a = Number(actual.data[i]);
    const b = Number(expected.data[i]);
    if (Object.is(a, b) || (Number.isNaN(a) && Number.isNaN(b)) || a === b) continue;
    const distance = Math.abs(a - b);
    worst = Number.isNaN(distance) ? Infinity : Math.max(worst, distance);
  }
  expect(worst, `${what}: largest deviation`).toBeLessThanOrEqual(tolerance);
}

function run(layer: Layer, golden: GoldenCase, backend: EagerBackend, training: boolean): { outputs: EagerValue[]; context: CallContext } {
  const { inputs, args } = argumentsOf(golden, (array) => backend.fromTensor(goldenValue(array)));
  const context = newCallContext(training);
  const outputs = withCallContext(context, () => layer.run([inputs], args));
  return { outputs: flattenTree(outputs, isEagerValue), context };
}

async function expectOutputs(outputs: readonly EagerValue[], goldens: readonly GoldenOutput[], backend: EagerBackend): Promise<void> {
  expect(outputs).toHaveLength(goldens.length);
  for (const [i, golden] of goldens.entries()) {
    const output = outputs[i] as EagerValue;
    expect(output.dtype, `output ${i}: dtype`).toBe(golden.dtype);
    expectClose(await backend.read(output), golden, `output ${i}`);
  }
}

function prepare(layer: Layer, golden: GoldenCase, dialect: Dialect): void {
  buildFor(layer, golden);
  const values = (golden.weights ?? []).map(goldenValue);
  const listed = weightsAsListed(layer, dialect);
  expect(listed).toHaveLength(values.length);
  layer.setWeights(layer.weights.map((variable) => values[listed.indexOf(variable)] as Tensor));
}

async function replay(golden: GoldenCase, dialect: Dialect, backend: EagerBackend): Promise<void> {
  const layer = await layerOf(golden, dialect);
  prepare(layer, golden, dialect);
  const { outputs, context } = run(layer, golden, backend, false);
  await expectOutputs(outputs, golden.outputs, backend);
  if ((layer.config as { stateful?: boolean }).stateful !== true) expect(context.updates.size, 'updates at inference').toBe(0);
  if (golden.mask !== undefined) expectClose(await backend.read(maskOf(outputs[0] as EagerValue) as EagerValue), golden.mask, 'mask');
  if (golden.loss === undefined) expect(context.losses, 'losses').toHaveLength(0);
  else expect(Math.abs((await totalLoss(layer, context, backend)) - golden.loss), 'loss').toBeLessThanOrEqual(64 * EPSILON * Math.abs(golden.loss));
}

/** The penalties on outputs that the run left behind, and those on the weights. */
async function totalLoss(layer: Layer, context: CallContext, backend: EagerBackend): Promise<number> {
  const onWeights = layer.weights.flatMap((variable) => (variable.regularizer instanceof Regularizer ? [variable.regularizer.call(variable)] : []));
  const losses = await Promise.all([...context.losses, ...onWeights].map((loss) => backend.read(loss as EagerValue)));
  return losses.reduce((sum, { data }) => sum + Number(data[0]), 0);
}

async function replayTraining(golden: GoldenCase, dialect: Dialect, backend: EagerBackend): Promise<void> {
  const { training } = golden;
  if (training === undefined) return;
  const layer = await layerOf(golden, dialect);
  prepare(layer, golden, dialect);
  const { outputs, context } = run(layer, golden, backend, true);
  await expectOutputs(outputs, training.outputs, backend);
  for (const [variable, value] of context.updates) variable.assignEager(value as EagerValue);
  const weights = await layer.getWeights();
  for (const [i, expected] of (training.weights ?? []).entries()) expectClose(weights[i] as Tensor, expected, `weight ${i} after training`);
}

const classNames = Object.keys(layerLoaders).filter((name) => name !== 'InputLayer');

describe.each(BACKENDS)('goldens of real Keras on tfjs-%s', (name) => {
  let backend: EagerBackend;
  beforeAll(async () => {
    backend = await backendFor(name);
    setEagerBackend(backend);
  });
  afterAll(() => setEagerBackend(undefined));

  for (const className of classNames) {
    const halves = Object.entries(goldensOf(className)) as [Dialect, { version: string; cases: readonly GoldenCase[] }][];
    it(`${className} gives what Keras gives (tfjs#8574)`, async () => {
      let count = 0;
      for (const [dialect, { cases, version }] of halves) {
        for (const [i, golden] of cases.entries()) {
          const config = JSON.stringify(golden.layer.config).slice(0, 500);
          await withNote(`Keras ${version}, case ${i}: ${config}`, async () => {
            await replay(golden, dialect, backend);
            await replayTraining(golden, dialect, backend);
          });
          count += 1;
        }
      }
      expect(count, 'cases that ran').toBeGreaterThan(2);
    });
  }
});

/** Lets a failure say which case it was. */
async function withNote(note: string, fn: () => Promise<void>): Promise<void> {
  try {
    await fn();
  } catch (error) {
    if (error instanceof Error) error.message = `${note}\n${error.message}`;
    throw error;
  }
}
