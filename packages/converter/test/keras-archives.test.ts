import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Model } from '@kedge/layers';
import { describe, expect, it } from 'vitest';
import { loadModel, loadModelWithReport, loadWeights } from '../src/index.js';
import { numbers } from '../../../fixtures/numbers.mjs';
import { expectAnswers, run, type Answers } from './answers.js';

const folder = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'models');
const path = (name: string): string => join(folder, name);
const NOTHING_LEFT = { unset: [], unused: [], misfits: [], notices: [] };

/** The model without its weights' values, so that what is loaded afterwards shows. */
async function emptied(file: string): Promise<Model> {
  const model = await loadModel(file);
  model.setWeights((await model.getWeights()).map((value) => ({ ...value, data: new Float32Array(value.data.length) }) as typeof value));
  return model;
}

describe.each([2, 3])('files that real Keras %i wrote', (version) => {
  const { answers } = JSON.parse(readFileSync(path(`keras${version}-answers.json`), 'utf8')) as Answers;

  describe.each(Object.entries(answers))('%s', (name, { input, output }) => {
    const archive = path(`keras${version}-${name}.keras`);

    it('.keras loads with every weight set and answers as Keras does', async () => {
      const { model, report, file } = await loadModelWithReport(archive);
      expect(report).toMatchObject(NOTHING_LEFT);
      expect(file).toMatchObject({ format: 'keras', kerasVersion: expect.stringMatching(`^${version}`) });
      expectAnswers(await run(model, numbers(input, 99)), output.data);
    });

    it('.weights.h5 loads into the architecture', async () => {
      const model = await emptied(archive);
      expect(await loadWeights(model, path(`keras${version}-${name}.weights.h5`))).toMatchObject(NOTHING_LEFT);
      expectAnswers(await run(model, numbers(input, 99)), output.data);
    });
  });

  it('a compiled model is compiled again', async () => {
    const model = await loadModel(path(`keras${version}-sequence.keras`));
    expect(model.optimizer?.className).toBe('Adam');
    expect(model.compileConfig).toMatchObject({ loss: 'mse' });
  });
});

describe('sharded weights', () => {
  it('load into the architecture, from the index', async () => {
    const { answers } = JSON.parse(readFileSync(path('keras3-answers.json'), 'utf8')) as Answers;
    const { input, output } = answers['sequence'] ?? { input: [], output: { data: [] } };
    const model = await emptied(path('keras3-sequence.keras'));
    expect(await loadWeights(model, path('keras3-sequence.weights.json'))).toMatchObject(NOTHING_LEFT);
    expectAnswers(await run(model, numbers(input, 99)), output.data);
  });

  it('a shard that is missing is named', async () => {
    const files = new Map([['keras3-sequence.weights.json', new Uint8Array(readFileSync(path('keras3-sequence.weights.json')))], ['model.json', new Uint8Array(readFileSync(path('keras3-sequence.weights.json')))]]);
    const model = await emptied(path('keras3-sequence.keras'));
    await expect(loadWeights(model, files)).rejects.toThrow('keras3-sequence_00000.weights.h5');
  });
});

it('weights of another model are refused, naming the weight and both shapes', async () => {
  const model = await loadModel(path('keras3-row.keras'));
  await expect(loadWeights(model, path('keras3-picture.weights.h5'))).rejects.toMatchObject({ code: 'WEIGHTS_MISMATCH' });
});

it('a bit that flipped in the weights of a .keras is noticed', async () => {
  const bytes = new Uint8Array(readFileSync(path('keras3-row.keras')));
  const at = Buffer.from(bytes).indexOf('\x89HDF') + 5000;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  await expect(loadModel(bytes)).rejects.toMatchObject({ code: 'CORRUPT_FILE' });
});
