import { tensor } from '@kedge/graph-core';
import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { readFixture } from '../../test/fixtures.js';
import { goldenTensor } from '../../test/golden-numbers.js';
import { computing } from '../../test/running.js';
import { normalization } from './normalization.js';

interface Moments {
  readonly axis: number | readonly number[] | null;
  readonly batches: readonly (readonly [shape: readonly number[], seed: number])[];
  readonly mean: { readonly shape: readonly number[]; readonly data: readonly number[] };
  readonly variance: { readonly shape: readonly number[]; readonly data: readonly number[] };
}

const moments = Object.values(readFixture<Record<string, { readonly moments: readonly Moments[] }>>('adapt.json')).flatMap((half) => half.moments);

describe('Normalization', () => {
  keepsContract({ make: normalization, config: {}, inputs: [[null, null, 3]], sizes: [[2, 4, 3]], output: [null, null, 3], dtype: 'int32', outputDType: 'float32' });
  keepsContract({ make: normalization, config: { axis: [1, 2], mean: 1, variance: 2, invert: true }, inputs: [[null, 4, 3]], sizes: [[2, 4, 3]], output: [null, 4, 3] });
  keepsContract({ make: normalization, config: { axis: null, mean: 1, variance: 4 }, inputs: [[null, null]], sizes: [[2, 4]], output: [null, null] });

  const { run } = computing();

  it('learns mean 2 and 20, variance 1 and 100 of this data', async () => {
    const data = tensor([1, 10, 3, 30], [2, 2]);
    const layer = normalization();
    layer.adapt(data);
    const [mean, variance] = await layer.getWeights();
    expect([mean, variance].map((weight) => Array.from(weight?.data ?? [], Number))).toEqual([[2, 20], [1, 100]]);
    expect(await run(layer, data).read()).toEqual([-1, -1, 1, 1]);
  });

  it.each(moments)('learns what Keras learns: axis $axis, batches $batches', async ({ axis, batches, mean, variance }) => {
    const layer = normalization({ axis });
    layer.adapt(batches.map(([shape, seed]) => goldenTensor({ shape, dtype: 'float32', kind: 'signed', seed })));
    for (const [i, expected] of [mean, variance].entries()) {
      const weight = (await layer.getWeights())[i];
      expect(weight?.shape).toEqual(expected.shape);
      // Sums of at most 66 numbers below 1, in float32 there.
      expect(Math.max(...expected.data.map((value, at) => Math.abs(value - Number(weight?.data[at]))))).toBeLessThanOrEqual(66 * 2 ** -24);
    }
  });

  it('takes no data and data of two shapes for what they are', () => {
    expect(() => normalization({ name: 'mine' }).adapt([])).toThrow(/mine.*got none/);
    expect(() => normalization({ name: 'mine' }).adapt([tensor([1], [1, 1]), tensor([1, 2], [1, 2])])).toThrow(/mine.*one shape/);
  });

  it('keeps a count of whole numbers, which files of Keras hold', async () => {
    const layer = normalization();
    layer.buildFor([{ shape: [null, 2], dtype: 'float32' }]);
    expect((await layer.getWeights()).map(({ dtype, shape }) => [dtype, shape])).toEqual([['float32', [2]], ['float32', [2]], ['int32', []]]);
  });

  it('refuses mean without variance, and to adapt statistics that were given', () => {
    expect(() => normalization({ mean: 1 })).toThrow(/together/);
    expect(() => normalization({ mean: [1, 2], variance: [1] })).toThrow(/one shape/);
    expect(() => normalization({ mean: 1, variance: 1, name: 'mine' }).adapt(tensor([1], [1, 1]))).toThrow(/mine.*given/);
  });
});
