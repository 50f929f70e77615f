import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { input } from '../core/input-layer.js';
import { globalMaxPooling2d } from './global-max-pooling2d.js';

describe('GlobalMaxPooling2D', () => {
  keepsContract({ make: globalMaxPooling2d, config: {}, inputs: [[null, null, 5, 3]], sizes: [[2, 7, 5, 3]], output: [null, 3] });
  keepsContract({ make: globalMaxPooling2d, config: { keepdims: true, dataFormat: 'channels_first' }, inputs: [[null, 3, null, 5]], sizes: [[2, 3, 7, 5]], output: [null, 3, 1, 1] });

  it('refuses an input of another rank, naming the layer', () => {
    expect(() => globalMaxPooling2d({ name: 'mine' }).apply(input({ shape: [4] }))).toThrow(/mine.*rank 4/);
  });
});
