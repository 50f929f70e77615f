import { describe } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { upSampling3d } from './up-sampling3d.js';

describe('UpSampling3D', () => {
  keepsContract({ make: upSampling3d, config: { size: [1, 2, 3] }, inputs: [[null, null, 4, 2, 3]], sizes: [[2, 3, 4, 2, 3]], output: [null, null, 8, 6, 3] });
  keepsContract({ make: upSampling3d, config: { dataFormat: 'channels_first' }, inputs: [[null, 2, 3, null, 1]], sizes: [[2, 2, 3, 4, 1]], output: [null, 2, 6, null, 2] });
});
