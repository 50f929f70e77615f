import { createTfjsBackend } from '@kedge/backend-tfjs';
import { setEagerBackend, type EagerBackend } from '@kedge/graph-core';
import { beforeAll, expect, it } from 'vitest';
import { BUILDERS, readGoldens, titleOf } from './golden-file.js';
import { deviations, TOLERANCE } from './replay.js';

let backend: EagerBackend;
beforeAll(async () => {
  backend = await createTfjsBackend({ backend: 'wasm' });
  setEagerBackend(backend);
});

it('all 40 networks have numbers', () => expect(BUILDERS.size).toBe(40));

it.each([...BUILDERS.keys()])('%s computes what Keras 3.15 computes on the smallest pictures, with generated weights', async (name) => {
  const variants = readGoldens(name).variants.filter(({ numbers }) => numbers !== undefined);
  expect(variants.length).toBeGreaterThan(0);
  for (const variant of variants) {
    expect(Math.max(...(await deviations(name, variant, backend))), titleOf(variant)).toBeLessThanOrEqual(TOLERANCE);
  }
}, 1_200_000);
