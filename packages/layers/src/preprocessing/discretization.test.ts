import { tensor } from '@kedge/graph-core';
import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { readFixture } from '../../test/fixtures.js';
import { goldenTensor } from '../../test/golden-numbers.js';
import { computing } from '../../test/running.js';
import { discretization, Discretization } from './discretization.js';

interface Learned {
  readonly bins: number;
  readonly epsilon: number;
  readonly batches: readonly (readonly [size: number, seed: number])[];
  readonly boundaries: readonly number[];
  readonly summary: readonly [readonly number[], readonly number[]];
}

const learned = readFixture<Record<'keras2' | 'keras3', { readonly bins: readonly Learned[] }>>('adapt.json');
const dataOf = ({ batches }: Learned) => batches.map(([size, seed]) => goldenTensor({ shape: [size], dtype: 'float32', kind: 'signed', seed }));
/** Boundaries are sums of float32 over at most 100 values of at most 1. */
const EXACT = 100 * 2 ** -23;

function expectClose(actual: readonly number[] | null, expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  expect(Math.max(0, ...expected.map((value, i) => Math.abs(value - (actual?.[i] ?? NaN))))).toBeLessThanOrEqual(EXACT);
}

describe('Discretization', () => {
  keepsContract({ make: discretization, config: { binBoundaries: [-0.5, 0.5] }, inputs: [[null, 3]], sizes: [[2, 3]], output: [null, 3], outputDType: 'int32' });
  keepsContract({ make: discretization, config: { binBoundaries: [0], outputMode: 'multi_hot' }, inputs: [[null, null]], sizes: [[2, 3]], output: [null, 2] });
  keepsContract({ make: discretization, config: { binBoundaries: [0.2], outputMode: 'one_hot' }, inputs: [[null, 3]], sizes: [[2, 3]], output: [null, 3, 2], dtype: 'int32', outputDType: 'float32' });

  const { run } = computing();

  it.each(learned.keras3.bins)('learns the boundaries that Keras learns: $bins bins of $batches', (golden) => {
    const layer = discretization({ numBins: golden.bins, epsilon: golden.epsilon });
    layer.adapt(dataOf(golden));
    expectClose(layer.binBoundaries, golden.boundaries);
  });

  it.each(learned.keras2.bins)('reads the summary that Keras 2 keeps in its files: $bins bins of $batches', ({ bins, epsilon, boundaries, summary }) => {
    const layer = discretization({ numBins: bins, epsilon });
    layer.loadOwnVariables(new Map([['0', tensor(summary.flat(), [2, summary[0].length])]]));
    expectClose(layer.binBoundaries, boundaries);
  });

  it('puts what is no number into the last bin', async () => {
    expect(await run(discretization({ binBoundaries: [0, 1] }), tensor([Number.NaN, -Infinity, Infinity, 0.5], [4])).read()).toEqual([2, 0, 2, 1]);
  });

  it('keeps learned boundaries in its config, as each Keras reads them', () => {
    const layer = discretization({ numBins: 2 });
    layer.adapt(tensor([1, 2, 3, 4], [4]));
    expect(layer.getConfig('keras3')).toMatchObject({ bin_boundaries: layer.binBoundaries, num_bins: 2 });
    expect(layer.getConfig('keras2')).toMatchObject({ bin_boundaries: layer.binBoundaries, num_bins: null });
    for (const dialect of ['keras2', 'keras3'] as const) expect(Discretization.fromConfig(layer.getConfig(dialect), dialect).binBoundaries).toEqual(layer.binBoundaries);
  });

  it('reads what Keras 2.4 wrote', () => {
    expect(Discretization.fromConfig({ bins: [1, 2] }, 'keras2').binBoundaries).toEqual([1, 2]);
    expect(Discretization.fromConfig({ bins: 4 }, 'keras2').config.numBins).toBe(4);
  });

  it('says what is missing', () => {
    expect(() => discretization({ name: 'mine' })).toThrow(/mine.*binBoundaries or numBins/);
    expect(() => run(discretization({ numBins: 3, name: 'mine' }), tensor([1], [1]))).toThrow(/mine.*no boundaries/);
    expect(() => discretization({ binBoundaries: [1], name: 'mine' }).adapt(tensor([1], [1]))).toThrow(/mine.*given/);
  });
});
