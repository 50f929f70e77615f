import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { input } from '../core/input-layer.js';
import { adaptiveAveragePooling1d } from './adaptive-average-pooling1d.js';

describe('AdaptiveAveragePooling1D', () => {
  keepsContract({ make: adaptiveAveragePooling1d, config: { outputSize: 2 }, inputs: [[null, 7, 3]], sizes: [[2, 7, 3]], output: [null, 2, 3] });
  keepsContract({ make: adaptiveAveragePooling1d, config: { outputSize: 2, dataFormat: 'channels_first' }, inputs: [[null, 3, 7]], sizes: [[2, 3, 7]], output: [null, 3, 2] });

  it('has its output size where that of the input is not known', () => {
    expect(adaptiveAveragePooling1d({ outputSize: 2 }).apply(input({ batchShape: [null, null, 3] })).shape).toEqual([null, 2, 3]);
  });
});
