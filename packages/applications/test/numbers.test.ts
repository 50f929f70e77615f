import { createTfjsBackend } from '@kedge/backend-tfjs';
import { setEagerBackend, type EagerBackend } from '@kedge/graph-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { BUILDERS, readGoldens, titleOf, type Variant } from './golden-file.js';
import { deviations, TOLERANCE } from './replay.js';

let backend: EagerBackend;
beforeAll(async () => {
  backend = await createTfjsBackend({ backend: 'wasm' });
  setEagerBackend(backend);
});

const shortRuns = (name: string): readonly (readonly [string, Variant])[] =>
  readGoldens(name)
    .variants.filter(({ numbers }) => numbers?.run === 'short')
    .map((variant) => [titleOf(variant), variant]);

/** One of each family, for which goldens for every run are written. */
const FIRSTS = [...BUILDERS.keys()].filter((name) => shortRuns(name).length > 0);

it('one of each family is replayed', () => expect(FIRSTS.length).toBe(14));

describe.each(FIRSTS)('%s computes what Keras 3.15 computes on the smallest pictures, with generated weights', (name) => {
  it.each(shortRuns(name))('and %s', async (_, variant) => {
    expect(Math.max(...(await deviations(name, variant, backend)))).toBeLessThanOrEqual(TOLERANCE);
  }, 300_000);
});
