import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { input } from '../core/input-layer.js';
import { globalMaxPooling3d } from './global-max-pooling3d.js';

describe('GlobalMaxPooling3D', () => {
  keepsContract({ make: globalMaxPooling3d, config: {}, inputs: [[null, null, 5, 4, 3]], sizes: [[1, 7, 5, 4, 3]], output: [null, 3] });
  keepsContract({ make: globalMaxPooling3d, config: { keepdims: true, dataFormat: 'channels_first' }, inputs: [[null, 3, null, 5, 4]], sizes: [[1, 3, 7, 5, 4]], output: [null, 3, 1, 1, 1] });

  it('refuses an input of another rank, naming the layer', () => {
    expect(() => globalMaxPooling3d({ name: 'mine' }).apply(input({ shape: [4] }))).toThrow(/mine.*rank 5/);
  });
});
