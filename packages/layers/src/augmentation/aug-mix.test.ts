import { describe } from 'vitest';
import { augmentsPictures } from '../../test/augmentation-contract.js';
import { keepsContract } from '../../test/contract.js';
import { augMix } from './aug-mix.js';

describe('AugMix', () => {
  keepsContract({ make: augMix, config: { numChains: 2 }, inputs: [[null, null, null, 3]], sizes: [[2, 4, 5, 3]], output: [null, null, null, 3] });
  keepsContract({ make: augMix, config: { numChains: 2, dataFormat: 'channels_first' }, inputs: [[3, null, null]], sizes: [[3, 4, 5]], output: [3, null, null], dialects: ['keras3'] });
  augmentsPictures({ make: augMix, config: { numChains: 2, seed: 7 } });
});
