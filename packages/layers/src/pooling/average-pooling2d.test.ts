import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { averagePooling2d } from './average-pooling2d.js';

describe('AveragePooling2D', () => {
  keepsContract({ make: averagePooling2d, config: { poolSize: 3, strides: 2, padding: 'same' }, inputs: [[null, null, 5, 3]], sizes: [[2, 7, 5, 3]], output: [null, null, 3, 3] });
  keepsContract({ make: averagePooling2d, config: { dataFormat: 'channels_first' }, inputs: [[null, 3, null, 5]], sizes: [[2, 3, 7, 5]], output: [null, 3, null, 2] });

  it('takes strides from the window where there are none, and writes them', () => {
    expect(averagePooling2d({ poolSize: 3 }).getConfig()).toMatchObject({ pool_size: [3, 3], strides: [3, 3] });
    expect(averagePooling2d({ poolSize: 3, strides: null }).getConfig()).toMatchObject({ strides: [3, 3] });
  });
});
