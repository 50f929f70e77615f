import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { input } from '../core/input-layer.js';
import { adaptiveMaxPooling1d } from './adaptive-max-pooling1d.js';

describe('AdaptiveMaxPooling1D', () => {
  keepsContract({ make: adaptiveMaxPooling1d, config: { outputSize: 2 }, inputs: [[null, 7, 3]], sizes: [[2, 7, 3]], output: [null, 2, 3] });
  keepsContract({ make: adaptiveMaxPooling1d, config: { outputSize: 2, dataFormat: 'channels_first' }, inputs: [[null, 3, 7]], sizes: [[2, 3, 7]], output: [null, 3, 2] });

  it('has its output size where that of the input is not known', () => {
    expect(adaptiveMaxPooling1d({ outputSize: 2 }).apply(input({ batchShape: [null, null, 3] })).shape).toEqual([null, 2, 3]);
  });
});
