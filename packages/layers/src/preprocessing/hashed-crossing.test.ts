import { tensor } from '@kedge/graph-core';
import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { computing } from '../../test/running.js';
import { hashedCrossing } from './hashed-crossing.js';

describe('HashedCrossing', () => {
  keepsContract({ make: hashedCrossing, config: { numBins: 7 }, inputs: [[null, 1], [null, 1]], sizes: [[3, 1], [3, 1]], output: [null, 1], dtype: 'string', outputDType: 'int32' });
  keepsContract({ make: hashedCrossing, config: { numBins: 4, outputMode: 'one_hot' }, inputs: [[null], [null], [null]], sizes: [[3], [3], [3]], output: [null, 4], dtype: 'int32', outputDType: 'float32' });
  keepsContract({ make: hashedCrossing, config: { numBins: 5, outputMode: 'one_hot', dtype: 'float32' }, inputs: [[null, 1], [null, 1]], sizes: [[2, 1], [2, 1]], output: [null, 5], dtype: 'string', outputDType: 'float32' });

  const { run } = computing();

  it('says what it crosses', () => {
    const x = tensor([1, 2], [2], 'int32');
    expect(() => run(hashedCrossing({ numBins: 3, name: 'mine' }), [x])).toThrow(/mine.*two or more/);
    expect(() => run(hashedCrossing({ numBins: 3, name: 'mine' }), [x, tensor([1], [1], 'int32')])).toThrow(/mine.*\(2\), \(1\)/);
    expect(() => run(hashedCrossing({ numBins: 3, name: 'mine' }), [tensor([1, 2], [1, 2], 'int32'), tensor([1, 2], [1, 2], 'int32')])).toThrow(/mine/);
  });
});
