import { describe } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { flatten } from './flatten.js';

describe('Flatten', () => {
  keepsContract({ make: flatten, config: {}, inputs: [[null, 3, 4]], sizes: [[2, 3, 4]], output: [null, 12] });
  keepsContract({ make: flatten, config: { dataFormat: 'channels_first' }, inputs: [[null, null, 4, 2]], sizes: [[2, 3, 4, 2]], output: [null, null] });
  keepsContract({ make: flatten, config: {}, inputs: [[null]], sizes: [[2]], output: [null, 1] });
});
