import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTfjsBackend } from '@kedge/backend-tfjs';
import { setEagerBackend } from '@kedge/graph-core';
import type { Model } from '@kedge/layers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadModel, serializeModel } from '../src/index.js';
import { numbers } from '../../../fixtures/numbers.mjs';

const folder = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'models');
const path = (name: string): string => join(folder, name);

interface Recorded {
  readonly steps: number;
  /** All weights after as many further steps, one behind the other. */
  readonly weights: Readonly<Record<string, readonly number[]>>;
}

/**
 * A step moves a weight by some 0.1, and its sums of 18 products, roots and quotients are each rounded; six steps build on each
 * other, and where a gradient is near zero the division by its size makes its rounding larger.
 */
const ROUNDING = 6 * 18 * 8 * 2 ** -23;

async function trained(model: Model, steps: number): Promise<number[]> {
  const [x, y] = [numbers([6, 3], 1), numbers([6, 1], 2)];
  for (let i = 0; i < steps; i++) await model.trainOnBatch(x, y);
  return (await model.getWeights()).flatMap((value) => Array.from(value.data as Float32Array));
}

function expectClose(given: readonly number[], expected: readonly number[]): void {
  expect(given.length).toBe(expected.length);
  expect(Math.max(...given.map((value, i) => Math.abs(value - (expected[i] ?? Number.NaN))))).toBeLessThanOrEqual(ROUNDING);
}

const kinds = [2, 3].flatMap((keras) => {
  const { steps, weights } = JSON.parse(readFileSync(path(`keras${keras}-optimizers.json`), 'utf8')) as Recorded;
  return Object.entries(weights).flatMap(([name, expected]) => ['.h5', '.keras'].map((kind) => ({ keras, name, kind, steps, expected, file: path(`keras${keras}-optimizer-${name}${kind}`) })));
}).filter(({ file }) => existsSync(file));

describe('tfjs#28: training goes on where it was', () => {
  beforeAll(async () => setEagerBackend(await createTfjsBackend({ backend: 'cpu' })));
  afterAll(() => setEagerBackend(undefined));

  it.each(kinds)('$name of Keras $keras out of a $kind', async ({ file, steps, expected }) => {
    expectClose(await trained(await loadModel(file, { optimizer: true }), steps), expected);
  });

  it.each(kinds.filter(({ kind }) => kind === '.h5'))('$name of Keras $keras, after a way through files of either generation', async ({ file, steps, expected }) => {
    for (const [format, keras] of [['h5', 2], ['keras', 2], ['keras', 3]] as const) {
      const model = await loadModel(file, { optimizer: true });
      const [bytes = new Uint8Array()] = (await serializeModel(model, { format, keras })).values();
      expectClose(await trained(await loadModel(bytes, { optimizer: true }), steps), expected);
    }
  });

  it('and begins anew where it is not asked for', async () => {
    const model = await loadModel(path('keras3-optimizer-adam.h5'));
    expect(model.optimizer?.iterations).toBe(0);
    expect(model.optimizer?.weights).toEqual([]);
  });

  it('Keras 3 cannot train from a .h5 that holds such a state, so that ours leaves it out', async () => {
    const model = await loadModel(path('keras3-optimizer-adam.h5'), { optimizer: true });
    const [bytes = new Uint8Array()] = (await serializeModel(model, { format: 'h5', keras: 3 })).values();
    expect((await loadModel(bytes, { optimizer: true })).optimizer?.iterations).toBe(0);
  });

});

it.each([2, 3])('real Keras %i goes on training from what is written (fixtures/python/written_optimizers.py)', (version) => {
  const { largestDifference } = JSON.parse(readFileSync(path(`written-optimizers-keras${version}.json`), 'utf8')) as { readonly largestDifference: Readonly<Record<string, unknown>> };
  expect(Object.keys(largestDifference).length).toBe(version === 3 ? 14 : 26);
  for (const [file, difference] of Object.entries(largestDifference)) {
    expect(difference, file).toBeTypeOf('number');
    expect(difference as number, file).toBeLessThanOrEqual(ROUNDING);
  }
});

describe('a model that was trained a moment ago', () => {
  beforeAll(async () => setEagerBackend(await createTfjsBackend({ backend: 'cpu' })));
  afterAll(() => setEagerBackend(undefined));

  it.each([{ format: 'h5' }, { format: 'keras' }] as const)('is saved with what its optimizer remembers, which is still on the backend: $format', async ({ format }) => {
    const source = path('keras2-optimizer-adam.h5');
    const model = await loadModel(source);
    await trained(model, 1);
    const [file] = [...(await serializeModel(model, { format })).values()];
    const back = await loadModel(file as Uint8Array, { optimizer: true });
    expectClose(await trained(back, 2), await trained(model, 2));
  });
});
