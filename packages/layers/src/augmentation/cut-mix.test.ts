import { describe } from 'vitest';
import { augmentsPictures } from '../../test/augmentation-contract.js';
import { keepsContract } from '../../test/contract.js';
import { cutMix } from './cut-mix.js';

describe('CutMix', () => {
  keepsContract({ make: cutMix, config: { factor: 0.5 }, inputs: [[null, null, null, 3]], sizes: [[2, 4, 5, 3]], output: [null, null, null, 3] });
  keepsContract({ make: cutMix, config: { factor: 0.5, dataFormat: 'channels_first' }, inputs: [[3, null, null]], sizes: [[3, 4, 5]], output: [3, null, null], dialects: ['keras3'] });
  augmentsPictures({ make: cutMix, config: { factor: 0.5, seed: 7 } });
});
