import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { input } from '../core/input-layer.js';
import { adaptiveMaxPooling3d } from './adaptive-max-pooling3d.js';

describe('AdaptiveMaxPooling3D', () => {
  keepsContract({ make: adaptiveMaxPooling3d, config: { outputSize: 2 }, inputs: [[null, 7, 5, 4, 3]], sizes: [[1, 7, 5, 4, 3]], output: [null, 2, 2, 2, 3] });
  keepsContract({ make: adaptiveMaxPooling3d, config: { outputSize: 2, dataFormat: 'channels_first' }, inputs: [[null, 3, 7, 5, 4]], sizes: [[1, 3, 7, 5, 4]], output: [null, 3, 2, 2, 2] });

  it('has its output size where that of the input is not known', () => {
    expect(adaptiveMaxPooling3d({ outputSize: 2 }).apply(input({ batchShape: [null, null, 5, 4, 3] })).shape).toEqual([null, 2, 2, 2, 3]);
  });
});
