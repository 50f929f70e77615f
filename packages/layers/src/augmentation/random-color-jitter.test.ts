import { describe } from 'vitest';
import { augmentsPictures } from '../../test/augmentation-contract.js';
import { keepsContract } from '../../test/contract.js';
import { randomColorJitter } from './random-color-jitter.js';

describe('RandomColorJitter', () => {
  keepsContract({ make: randomColorJitter, config: { brightnessFactor: 0.2, contrastFactor: 0.3, saturationFactor: [0.4, 0.6], hueFactor: 0.1 }, inputs: [[null, null, null, 3]], sizes: [[2, 4, 5, 3]], output: [null, null, null, 3] });
  keepsContract({ make: randomColorJitter, config: { brightnessFactor: 0.2, contrastFactor: 0.3, saturationFactor: [0.4, 0.6], hueFactor: 0.1, dataFormat: 'channels_first' }, inputs: [[3, null, null]], sizes: [[3, 4, 5]], output: [3, null, null], dialects: ['keras3'] });
  augmentsPictures({ make: randomColorJitter, config: { brightnessFactor: 0.2, contrastFactor: 0.3, saturationFactor: [0.4, 0.6], hueFactor: 0.1, seed: 7 } });
});
