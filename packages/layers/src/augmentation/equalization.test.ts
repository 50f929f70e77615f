import { describe } from 'vitest';
import { augmentsPictures } from '../../test/augmentation-contract.js';
import { keepsContract } from '../../test/contract.js';
import { equalization } from './equalization.js';

describe('Equalization', () => {
  keepsContract({ make: equalization, config: { bins: 64 }, inputs: [[null, null, null, 3]], sizes: [[2, 4, 5, 3]], output: [null, null, null, 3] });
  keepsContract({ make: equalization, config: { bins: 64, dataFormat: 'channels_first' }, inputs: [[3, null, null]], sizes: [[3, 4, 5]], output: [3, null, null], dialects: ['keras3'] });
  augmentsPictures({ make: equalization, config: { bins: 64 }, isRandom: false });
});
