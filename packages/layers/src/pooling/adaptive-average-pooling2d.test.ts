import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { input } from '../core/input-layer.js';
import { adaptiveAveragePooling2d } from './adaptive-average-pooling2d.js';

describe('AdaptiveAveragePooling2D', () => {
  keepsContract({ make: adaptiveAveragePooling2d, config: { outputSize: 2 }, inputs: [[null, 7, 5, 3]], sizes: [[2, 7, 5, 3]], output: [null, 2, 2, 3] });
  keepsContract({ make: adaptiveAveragePooling2d, config: { outputSize: 2, dataFormat: 'channels_first' }, inputs: [[null, 3, 7, 5]], sizes: [[2, 3, 7, 5]], output: [null, 3, 2, 2] });

  it('has its output size where that of the input is not known', () => {
    expect(adaptiveAveragePooling2d({ outputSize: 2 }).apply(input({ batchShape: [null, null, 5, 3] })).shape).toEqual([null, 2, 2, 3]);
  });
});
