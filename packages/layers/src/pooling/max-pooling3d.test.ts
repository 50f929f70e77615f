import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { maxPooling3d } from './max-pooling3d.js';

describe('MaxPooling3D', () => {
  keepsContract({ make: maxPooling3d, config: { poolSize: 3, strides: 2, padding: 'same' }, inputs: [[null, null, 5, 4, 3]], sizes: [[1, 7, 5, 4, 3]], output: [null, null, 3, 2, 3] });
  keepsContract({ make: maxPooling3d, config: { dataFormat: 'channels_first' }, inputs: [[null, 3, null, 5, 4]], sizes: [[1, 3, 7, 5, 4]], output: [null, 3, null, 2, 2] });

  it('takes strides from the window where there are none, and writes them', () => {
    expect(maxPooling3d({ poolSize: 3 }).getConfig()).toMatchObject({ pool_size: [3, 3, 3], strides: [3, 3, 3] });
    expect(maxPooling3d({ poolSize: 3, strides: null }).getConfig()).toMatchObject({ strides: [3, 3, 3] });
  });
});
