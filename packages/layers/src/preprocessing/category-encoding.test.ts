import { tensor } from '@kedge/graph-core';
import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { computing } from '../../test/running.js';
import { categoryEncoding, CategoryEncoding } from './category-encoding.js';

describe('CategoryEncoding', () => {
  keepsContract({ make: categoryEncoding, config: { numTokens: 4 }, inputs: [[null, null]], sizes: [[2, 3]], output: [null, 4], dtype: 'int32', outputDType: 'float32' });
  keepsContract({ make: categoryEncoding, config: { numTokens: 4, outputMode: 'one_hot' }, inputs: [[null, 1]], sizes: [[2, 1]], output: [null, 4], dtype: 'int32', outputDType: 'float32' });
  keepsContract({ make: categoryEncoding, config: { numTokens: 5, outputMode: 'count' }, inputs: [[null, 3, 2]], sizes: [[2, 3, 2]], output: [null, 2, 5], dtype: 'int32', outputDType: 'float32' });

  const { run } = computing();

  it('weighs counts', async () => {
    const weights = tensor([0.5, 0.25, 2], [1, 3]);
    expect(await run(categoryEncoding({ numTokens: 4, outputMode: 'count' }), tensor([1, 1, 2], [1, 3], 'int32'), false, { countWeights: weights }).read()).toEqual([0, 0.75, 2, 0]);
    expect(() => run(categoryEncoding({ numTokens: 4, name: 'mine' }), tensor([1], [1, 1], 'int32'), false, { countWeights: tensor([1], [1, 1]) })).toThrow(/mine.*'count'/);
  });

  it('gives zeros for no categories at all', async () => {
    expect(await run(categoryEncoding({ numTokens: 2 }), tensor([], [2, 0], 'int32')).read()).toEqual([0, 0, 0, 0]);
  });

  it('reads what earlier releases wrote', () => {
    const layer = CategoryEncoding.fromConfig({ max_tokens: 3, output_mode: 'binary', sparse: false }, 'keras2');
    expect(layer.config).toMatchObject({ numTokens: 3, outputMode: 'multi_hot' });
  });
});
