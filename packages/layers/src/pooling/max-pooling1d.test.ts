import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { maxPooling1d } from './max-pooling1d.js';

describe('MaxPooling1D', () => {
  keepsContract({ make: maxPooling1d, config: { poolSize: 3, strides: 2, padding: 'same' }, inputs: [[null, null, 3]], sizes: [[2, 7, 3]], output: [null, null, 3] });
  keepsContract({ make: maxPooling1d, config: { dataFormat: 'channels_first' }, inputs: [[null, 3, null]], sizes: [[2, 3, 7]], output: [null, 3, null] });

  it('takes strides from the window where there are none, and writes them', () => {
    expect(maxPooling1d({ poolSize: 3 }).getConfig()).toMatchObject({ pool_size: [3], strides: [3] });
    expect(maxPooling1d({ poolSize: 3, strides: null }).getConfig()).toMatchObject({ strides: [3] });
  });
});
