import { tensor } from '@kedge/graph-core';
import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { learnsLikeKeras } from '../../test/learning.js';
import { computing } from '../../test/running.js';
import { integerLookup, IntegerLookup } from './integer-lookup.js';

describe('IntegerLookup', () => {
  keepsContract({ make: integerLookup, config: { vocabulary: [2, 0], maskToken: 1 }, inputs: [[null, 2]], sizes: [[3, 2]], output: [null, 2], dtype: 'int32' });
  keepsContract({ make: integerLookup, config: { vocabulary: [2, 0], numOovIndices: 2, outputMode: 'multi_hot' }, inputs: [[null]], sizes: [[3]], output: [4], dtype: 'int32', outputDType: 'float32' });
  keepsContract({ make: integerLookup, config: { vocabulary: [2, 0], invert: true, oovToken: -9 }, inputs: [[null, 2]], sizes: [[3, 2]], output: [null, 2], dtype: 'int32' });

  learnsLikeKeras('IntegerLookup', (config) => IntegerLookup.fromConfig(config, 'keras3'));

  const { run } = computing();

  it('cuts fractions off', async () => {
    expect(await run(integerLookup({ vocabulary: [7, -7] }), tensor([7.9, -7.9, -0.5], [3])).read()).toEqual([1, 2, 0]);
  });

  it('reads what earlier releases wrote', () => {
    const layer = IntegerLookup.fromConfig({ max_values: 5, mask_value: 0, oov_value: -3, num_oov_indices: 1, invert: false }, 'keras2');
    expect(layer.config).toMatchObject({ maxTokens: 5, maskToken: 0, oovToken: -3 });
  });

  it('refuses terms that int32 does not hold', () => {
    expect(() => integerLookup({ vocabulary: [2 ** 40] })).toThrow(/32 bits/);
  });
});
