import { readFileSync } from 'node:fs';
import { setEagerBackend, tensor, type EagerBackend, type EagerValue } from '@kedge/graph-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { backendFor, BACKENDS } from '../../test/backends.js';
import { affineTransform, type Sampling } from './affine-transform.js';

interface Golden {
  readonly keras: string;
  readonly shape: readonly number[];
  readonly fillValue: number;
  readonly cases: readonly (Pick<Sampling, 'fillMode' | 'interpolation'> & { readonly name: string; readonly transform: readonly number[]; readonly output: readonly number[] })[];
}

const golden = JSON.parse(readFileSync(new URL('../../../../fixtures/affine-transform.json', import.meta.url), 'utf8')) as Golden;

describe.each(BACKENDS)('affineTransform on tfjs-%s', (name) => {
  let backend: EagerBackend;
  beforeAll(async () => {
    backend = await backendFor(name);
    setEagerBackend(backend);
  });

  it.each(golden.cases.map((one) => [`${one.name}, ${one.fillMode}, ${one.interpolation}`, one] as const))('%s: reads what Keras reads', async (_title, { transform, output, ...sampling }) => {
    // The picture of fixtures/python/affine_transform.py.
    const picture = tensor(output.map((_, i) => (i * 7) % 11), golden.shape);
    const result = affineTransform(backend.fromTensor(picture), backend.fromTensor(tensor(transform, [1, 6])), { ...sampling, fillValue: golden.fillValue });
    const { data } = await backend.read(result as EagerValue);
    // Places near 20 are known to 2^-20, and neighbouring pixels differ by at most 12.
    const worst = Math.max(...output.map((value, i) => Math.abs(value - Number(data[i]))));
    expect(worst).toBeLessThanOrEqual(12 * 8 * 2 ** -20);
  });
});
