import { describe } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { upSampling1d } from './up-sampling1d.js';

describe('UpSampling1D', () => {
  keepsContract({ make: upSampling1d, config: { size: 3 }, inputs: [[null, null, 4]], sizes: [[2, 3, 4]], output: [null, null, 4] });
  keepsContract({ make: upSampling1d, config: {}, inputs: [[null, 3, 4]], sizes: [[2, 3, 4]], output: [null, 6, 4] });
});
