import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTfjsBackend } from '@kedge/backend-tfjs';
import { setEagerBackend, tensor, type Tensor } from '@kedge/graph-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspect, loadModel, serializeModel } from '../src/index.js';

interface PlainArray {
  readonly shape: readonly number[];
  readonly dtype: 'string' | 'int32' | 'float32';
  readonly data: readonly (string | number)[];
}

const fixtures = join(import.meta.dirname, '..', '..', '..', 'fixtures');
const halves = JSON.parse(readFileSync(join(fixtures, 'text-models.json'), 'utf8')) as Record<string, { readonly file: { readonly inputs: Readonly<Record<string, PlainArray>>; readonly output: PlainArray } }>;
const goldens = Object.entries(halves).map(([dialect, { file }]) => ({ dialect, path: join(fixtures, 'models', `${dialect}-text.h5`), ...file }));

const toTensor = ({ shape, dtype, data }: PlainArray): Tensor => (dtype === 'string' ? { data: data.map(String), shape, dtype } : tensor(data.map(Number), shape, dtype));
const inputsOf = (inputs: Readonly<Record<string, PlainArray>>): Record<string, Tensor> => Object.fromEntries(Object.entries(inputs).map(([name, array]) => [name, toTensor(array)]));

/** Sums of six products of numbers below 4, in float32. */
function expectClose(actual: Tensor | undefined, expected: PlainArray): void {
  expect(actual?.shape).toEqual(expected.shape);
  expect(Math.max(...expected.data.map((value, i) => Math.abs(Number(value) - Number(actual?.data[i]))))).toBeLessThanOrEqual(32 * 2 ** -23 * 4);
}

describe('layers that keep more in a file than weights', () => {
  beforeAll(async () => setEagerBackend(await createTfjsBackend({ backend: 'cpu' })));
  afterAll(() => setEagerBackend(undefined));

  it.each(goldens)('come out of the .h5 of $dialect, and out of what is written again', async ({ path, inputs, output }) => {
    const model = await loadModel(path);
    expectClose((await model.predict(inputsOf(inputs)))[0], output);
    for (const format of ['h5', 'tfjs'] as const) {
      const files = await serializeModel(model, { format });
      const again = await loadModel(format === 'h5' ? (files.get('model.h5') as Uint8Array) : [...files].map(([name, bytes]) => new File([bytes as Uint8Array<ArrayBuffer>], name)));
      expectClose((await again.predict(inputsOf(inputs)))[0], output);
    }
  });

  it.each(goldens)('can be looked at: $dialect', async ({ path }) => {
    expect(JSON.stringify(await inspect(path))).toContain('TextVectorization');
  });
});
