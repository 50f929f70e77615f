import { describe } from 'vitest';
import { augmentsPictures } from '../../test/augmentation-contract.js';
import { keepsContract } from '../../test/contract.js';
import { randomSaturation } from './random-saturation.js';

describe('RandomSaturation', () => {
  keepsContract({ make: randomSaturation, config: { factor: [0.2, 0.9] }, inputs: [[null, null, null, 3]], sizes: [[2, 4, 5, 3]], output: [null, null, null, 3] });
  keepsContract({ make: randomSaturation, config: { factor: [0.2, 0.9], dataFormat: 'channels_first' }, inputs: [[3, null, null]], sizes: [[3, 4, 5]], output: [3, null, null], dialects: ['keras3'] });
  augmentsPictures({ make: randomSaturation, config: { factor: [0.2, 0.9], seed: 7 } });
});
