import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { loadWeights } from '@kedge/converter';
import type { Model } from '@kedge/layers';
import { describe, expect, it } from 'vitest';
import { numbers } from '../../../fixtures/numbers.mjs';
import { mobileNet, mobileNetV2, mobileNetV3Small } from '../src/index.js';

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'applications', 'weights');
const read = (name: string): Uint8Array => gunzipSync(readFileSync(join(FOLDER, `${name}.gz`)));

const shape = { inputShape: [32, 32, 3], includeTop: false } as const;
const NETWORKS: Readonly<Record<string, () => Model>> = {
  mobileNet: () => mobileNet({ ...shape, alpha: 1 / 32 }),
  mobileNetV2: () => mobileNetV2({ ...shape, alpha: 0.01 }),
  mobileNetV3Small: () => mobileNetV3Small({ ...shape, alpha: 0.01 }),
};

async function expectAll(model: Model): Promise<void> {
  const weights = await model.getWeights();
  expect(weights.map(({ data }) => data)).toEqual(model.weights.map((variable, i) => numbers(variable.shape as number[], i).data));
}

/** Networks whose layers have the same names in Keras 2 and 3. */
const BY_NAME = ['mobileNet', 'mobileNetV2'];

describe.each(Object.entries(NETWORKS))('weights alone, of %s', (name, make) => {
  it('as Keras 2 writes them, like the official files', async () => {
    const model = make();
    const { notices } = await loadWeights(model, read(`${name}.h5`));
    await expectAll(model);
    // The others go by the order.
    expect(notices).toEqual(BY_NAME.includes(name) ? [] : [expect.stringMatching(/matched in order/)]);
  });
});

it('of another width are refused, and nothing is changed', async () => {
  const model = mobileNet({ ...shape, alpha: 1 / 16 });
  const before = await model.getWeights();
  await expect(loadWeights(model, read('mobileNet.h5'))).rejects.toMatchObject({ code: 'WEIGHTS_MISMATCH' });
  expect(await model.getWeights()).toEqual(before);
});
