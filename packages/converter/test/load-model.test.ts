import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Tensor } from '@kedge/graph-core';
import type { Model } from '@kedge/layers';
import { describe, expect, it } from 'vitest';
import { loadModel, loadModelWithReport, loadWeights, serializeModel } from '../src/index.js';
import { expectAnswers, run, type Answers } from './answers.js';
import { numbers } from '../../../fixtures/numbers.mjs';

const folder = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'models');
const path = (name: string): string => join(folder, name);

describe.each([2, 3])('.h5 files that real Keras %i wrote', (version) => {
  const { answers } = JSON.parse(readFileSync(path(`keras${version}-answers.json`), 'utf8')) as Answers;

  describe.each(Object.entries(answers))('%s', (name, { input, output }) => {
    const file = path(`keras${version}-${name}.h5`);

    it('loads with every weight set and answers as Keras does', async () => {
      const { model, report } = await loadModelWithReport(file);
      expect(report).toMatchObject({ unset: [], unused: [], misfits: [], notices: [] });
      expectAnswers(await run(model, numbers(input, 99)), output.data);
    });

    it('loads from bytes as from disk', async () => {
      const model = await loadModel(new Uint8Array(readFileSync(file)));
      expectAnswers(await run(model, numbers(input, 99)), output.data);
    });

    it('answers the same after a way through tfjs', async () => {
      const again = await loadModel(await serializeModel(await loadModel(file), { format: 'tfjs' }));
      expectAnswers(await run(again, numbers(input, 99)), output.data);
    });
  });
});

describe('weights-only files', () => {
  const { answers } = JSON.parse(readFileSync(path('keras2-answers.json'), 'utf8')) as Answers;

  it.each(Object.entries(answers))('%s loads into an architecture', async (name, { input, output }) => {
    const architecture = (await loadModel(path(`keras2-${name}.h5`))) as Model;
    const config = { class_name: architecture.className, config: architecture.getConfig('keras2') };
    const model = await loadModel(path(`keras2-${name}-weights.h5`), { architecture: config });
    expectAnswers(await run(model, numbers(input, 99)), output.data);
  });

  it('tfjs#931: without an architecture is an error that says what to add', async () => {
    await expect(loadModel(path('keras2-row-weights.h5'))).rejects.toMatchObject({ code: 'NO_ARCHITECTURE', message: expect.stringContaining('--architecture') as string });
  });

  it('keras#3359: loadWeights finds the weights in a whole model, too', async () => {
    const model = await loadModel(path('keras2-row.h5'));
    const before = await model.getWeights();
    model.setWeights(before.map((value) => ({ ...value, data: new Float32Array(value.data.length) }) as Tensor));
    await loadWeights(model, path('keras3-row.h5'));
    expect(await model.getWeights()).toEqual(before);
  });

  it('of another model are refused by layer and shape, and nothing is set', async () => {
    const model = await loadModel(path('keras2-row.h5'));
    const before = await model.getWeights();
    await expect(loadWeights(model, path('keras2-nested-weights.h5'))).rejects.toMatchObject({ code: 'WEIGHTS_MISMATCH' });
    expect(await model.getWeights()).toEqual(before);
  });
});
