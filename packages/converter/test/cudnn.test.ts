import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadModelWithReport } from '../src/index.js';
import { numbers } from '../../../fixtures/numbers.mjs';
import { expectAnswers, run, type Answers } from './answers.js';

const folder = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'models');

it('keras#10356, keras#8720: weights of cuDNN load in wrappers and in nested models, with the answers of real Keras 2', async () => {
  const { answers } = JSON.parse(readFileSync(join(folder, 'keras2-cudnn-answers.json'), 'utf8')) as Answers;
  const { model, report } = await loadModelWithReport(join(folder, 'keras2-cudnn.h5'));
  expect(report).toMatchObject({ unset: [], unused: [], misfits: [] });
  const { input = [], output } = answers['cudnn'] ?? {};
  expectAnswers(await run(model, numbers(input, 99)), output?.data ?? []);
});
