import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadModel, loadModelWithReport, serializeModel } from '../src/index.js';
import { expectAnswers, run, type Answers } from './answers.js';
import { numbers } from '../../../fixtures/numbers.mjs';

const folder = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'models');
const { answers } = JSON.parse(readFileSync(join(folder, 'keras2-answers.json'), 'utf8')) as Answers;

interface Written {
  /** Folders that Python's tensorflowjs wrote: which model is in each, and what real Keras answers with the weights in it. */
  readonly written: Readonly<Record<string, { readonly name: string; readonly output: readonly number[] }>>;
  /** How far real Keras' answers are apart, with a model as Kedge wrote it and Python's tensorflowjs read it. */
  readonly largestDifference: Readonly<Record<string, unknown>>;
}

const { written, largestDifference } = JSON.parse(readFileSync(join(folder, 'tensorflowjs.json'), 'utf8')) as Written;
const layersModels = Object.entries(written).filter(([place]) => !place.endsWith('-graph'));

describe("Python's tensorflowjs 4.22", () => {
  it.each(layersModels)('%s, as it wrote it, loads with every weight and answers as Keras does', async (place, { name, output }) => {
    const { model, report } = await loadModelWithReport(join(folder, 'tensorflowjs', place));
    expect(report).toMatchObject({ unset: [], unused: [], misfits: [] });
    expectAnswers(await run(model, numbers(answers[name]?.input ?? [], 99)), output);
  });

  it('reads what Kedge writes, and real Keras answers the same with it', () => {
    expect(Object.keys(largestDifference).length).toBe(6);
    // Sums of 75 products of numbers below 1.2 * 1.2, in another order.
    for (const [model, difference] of Object.entries(largestDifference)) expect(difference as number, model).toBeLessThanOrEqual(75 * 1.5 * 2 ** -23);
  });

  it.each(['float16', 'uint16', 'uint8'] as const)('quantizes to %s as Kedge does: the same bytes', async (quantize) => {
    const files = await serializeModel(await loadModel(join(folder, 'keras2-picture.h5')), { format: 'tfjs', quantize });
    const ours = await loadModel(files);
    const theirs = await loadModel(join(folder, 'tensorflowjs', `picture-${quantize}`));
    // tfjs#1602: Kedge leaves vectors as they are where whole numbers would wreck them.
    const isSame = (await ours.getWeights()).map((value, i) => quantize !== 'float16' && value.shape.length < 2 ? true : Buffer.from(value.data as never).equals(Buffer.from(theirs.weights[i]?.hostValue().data as never)));
    expect(isSame.every(Boolean)).toBe(true);
  });
});
