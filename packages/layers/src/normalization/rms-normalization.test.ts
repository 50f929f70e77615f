import { describe } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { rmsNormalization } from './rms-normalization.js';

describe('RMSNormalization', () => {
  keepsContract({ make: rmsNormalization, config: {}, inputs: [[null, null, 5]], sizes: [[2, 3, 5]], output: [null, null, 5] });
  keepsContract({ make: rmsNormalization, config: { axis: [1, 2] }, inputs: [[null, 4, 5]], sizes: [[2, 4, 5]], output: [null, 4, 5] });
});
