import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { input } from '../core/input-layer.js';
import { globalAveragePooling1d } from './global-average-pooling1d.js';

describe('GlobalAveragePooling1D', () => {
  keepsContract({ make: globalAveragePooling1d, config: {}, inputs: [[null, null, 3]], sizes: [[2, 7, 3]], output: [null, 3] });
  keepsContract({ make: globalAveragePooling1d, config: { keepdims: true, dataFormat: 'channels_first' }, inputs: [[null, 3, null]], sizes: [[2, 3, 7]], output: [null, 3, 1] });

  it('refuses an input of another rank, naming the layer', () => {
    expect(() => globalAveragePooling1d({ name: 'mine' }).apply(input({ shape: [4] }))).toThrow(/mine.*rank 3/);
  });
});
