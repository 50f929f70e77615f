import { describe } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { upSampling2d } from './up-sampling2d.js';

describe('UpSampling2D', () => {
  keepsContract({ make: upSampling2d, config: { size: [2, 3], interpolation: 'bilinear' }, inputs: [[null, null, 4, 2]], sizes: [[2, 3, 4, 2]], output: [null, null, 12, 2] });
  keepsContract({ make: upSampling2d, config: { dataFormat: 'channels_first' }, inputs: [[null, 2, 3, null]], sizes: [[2, 2, 3, 4]], output: [null, 2, 6, null] });
});
