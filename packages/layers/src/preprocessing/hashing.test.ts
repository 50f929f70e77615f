import { tensor, type Tensor } from '@kedge/graph-core';
import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { computing } from '../../test/running.js';
import { hashing, Hashing } from './hashing.js';

describe('Hashing', () => {
  keepsContract({ make: hashing, config: { numBins: 7 }, inputs: [[null, 2]], sizes: [[3, 2]], output: [null, 2], dtype: 'string', outputDType: 'int32' });
  keepsContract({ make: hashing, config: { numBins: 3, salt: 5, outputMode: 'count' }, inputs: [[null, null]], sizes: [[2, 4]], output: [null, 3], dtype: 'int32', outputDType: 'float32' });
  keepsContract({ make: hashing, config: { numBins: 4, maskValue: '', outputMode: 'one_hot' }, inputs: [[null, 1]], sizes: [[3, 1]], output: [null, 4], dtype: 'string', outputDType: 'float32' });

  const { run } = computing();
  const words: Tensor = { data: ['a', '', 'b'], shape: [3], dtype: 'string' };

  it('hashes whole numbers as their text', async () => {
    const numbers = await run(hashing({ numBins: 1000 }), tensor([-5, 0, 12], [3], 'int32')).read();
    expect(numbers).toEqual(await run(hashing({ numBins: 1000 }), { data: ['-5', '0', '12'], shape: [3], dtype: 'string' }).read());
  });

  it('has one bin for everything when there is one, mask or not', async () => {
    expect(await run(hashing({ numBins: 1, maskValue: '' }), words).read()).toEqual([0, 0, 0]);
  });

  it('refuses a mask of another type, and numbers of bins that int32 does not hold', () => {
    expect(() => run(hashing({ numBins: 3, maskValue: 0, name: 'mine' }), words)).toThrow(/mine.*maskValue/);
    expect(() => hashing({ numBins: 2 ** 31 })).toThrow(/numBins/);
    expect(() => hashing({ numBins: 0 })).toThrow(/numBins/);
    expect(() => hashing({ numBins: 3, salt: [1, 2, 3] })).toThrow(/salt/);
  });

  it('writes an integer type where whole numbers come out, whatever an old file said', () => {
    expect(Hashing.fromConfig({ num_bins: 3, dtype: 'float32' }, 'keras2').getConfig('keras2').dtype).toBe('int64');
  });
});
