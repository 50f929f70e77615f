import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadModel, loadModelWithReport, loadWeights, serializeModel } from '../src/index.js';

const folder = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'models');
const path = (name: string): string => join(folder, name);

const main = (files: ReadonlyMap<string, Uint8Array>): Uint8Array => [...files.values()][0] ?? new Uint8Array();

describe.each(['keras2-picture', 'keras2-sequence', 'keras3-nested', 'keras3-sequence', 'keras3-row'])('%s', (name) => {
  it.each([2, 3] as const)('goes through .keras for Keras %i bit-equal, and is the same bytes each time', async (keras) => {
    const model = await loadModel(path(`${name}.keras`));
    const bytes = main(await serializeModel(model, { format: 'keras', keras }));
    const { model: again, report, file } = await loadModelWithReport(bytes);
    expect(file.kerasVersion).toMatch(`${keras}.`);
    expect(report).toMatchObject({ unset: [], unused: [], misfits: [], notices: [] });
    expect(await again.getWeights()).toEqual(await model.getWeights());
    expect(main(await serializeModel(await loadModel(bytes), { format: 'keras', keras }))).toEqual(bytes);
  });

  it.each([2, 3] as const)('goes through .weights.h5 for Keras %i bit-equal', async (keras) => {
    const model = await loadModel(path(`${name}.keras`));
    const bytes = main(await serializeModel(model, { format: 'weights', keras }));
    const other = await loadModel(path(`${name}.keras`));
    other.setWeights((await other.getWeights()).map((value) => ({ ...value, data: new Float32Array(value.data.length) }) as typeof value));
    await loadWeights(other, bytes);
    expect(await other.getWeights()).toEqual(await model.getWeights());
  });
});

it('keras#16833: what the optimizer remembers goes into a .keras and comes back when asked for', async () => {
  const model = await loadModel(path('keras3-sequence.keras'), { optimizer: true });
  const { optimizer } = model;
  if (optimizer === undefined) throw new Error('The model is not compiled.');
  expect(optimizer.slotVariables.length).toBe(2 * model.trainableWeights.length);
  optimizer.iterations = 7;
  optimizer.slotVariables.forEach((variable, i) => variable.assign({ dtype: 'float32', shape: variable.shape, data: variable.hostValue().data.map((_, j) => i + j / 8) as Float32Array }));
  const again = await loadModel(main(await serializeModel(model, { format: 'keras' })), { optimizer: true });
  expect(again.optimizer?.iterations).toBe(7);
  expect(again.optimizer?.learningRate).toBe(Math.fround(optimizer.learningRate));
  expect(again.optimizer?.slotVariables.map((variable) => variable.hostValue())).toEqual(optimizer.slotVariables.map((variable) => variable.hostValue()));
});

/** Sums of 75 products of numbers below 1.2 * 1.2: the rounding of one order of adding against another. */
const ROUNDING = 75 * 1.5 * 2 ** -23;

it.each([2, 3])('real Keras %i loads what is written, and answers the same (fixtures/python/written_models.py)', (version) => {
  const { largestDifference } = JSON.parse(readFileSync(path(`written-keras${version}.json`), 'utf8')) as { readonly largestDifference: Readonly<Record<string, unknown>> };
  expect(Object.keys(largestDifference).length).toBe(19);
  for (const [file, difference] of Object.entries(largestDifference)) {
    expect(difference, file).toBeTypeOf('number');
    expect(difference as number, file).toBeLessThanOrEqual(ROUNDING);
  }
});
