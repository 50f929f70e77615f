import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { input } from '../core/input-layer.js';
import { adaptiveAveragePooling3d } from './adaptive-average-pooling3d.js';

describe('AdaptiveAveragePooling3D', () => {
  keepsContract({ make: adaptiveAveragePooling3d, config: { outputSize: 2 }, inputs: [[null, 7, 5, 4, 3]], sizes: [[1, 7, 5, 4, 3]], output: [null, 2, 2, 2, 3] });
  keepsContract({ make: adaptiveAveragePooling3d, config: { outputSize: 2, dataFormat: 'channels_first' }, inputs: [[null, 3, 7, 5, 4]], sizes: [[1, 3, 7, 5, 4]], output: [null, 3, 2, 2, 2] });

  it('has its output size where that of the input is not known', () => {
    expect(adaptiveAveragePooling3d({ outputSize: 2 }).apply(input({ batchShape: [null, null, 5, 4, 3] })).shape).toEqual([null, 2, 2, 2, 3]);
  });
});
