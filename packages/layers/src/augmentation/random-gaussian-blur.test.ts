import { describe } from 'vitest';
import { augmentsPictures } from '../../test/augmentation-contract.js';
import { keepsContract } from '../../test/contract.js';
import { randomGaussianBlur } from './random-gaussian-blur.js';

describe('RandomGaussianBlur', () => {
  keepsContract({ make: randomGaussianBlur, config: { kernelSize: [5, 3], sigma: [0.5, 1] }, inputs: [[null, null, null, 3]], sizes: [[2, 4, 5, 3]], output: [null, null, null, 3] });
  keepsContract({ make: randomGaussianBlur, config: { kernelSize: [5, 3], sigma: [0.5, 1], dataFormat: 'channels_first' }, inputs: [[3, null, null]], sizes: [[3, 4, 5]], output: [3, null, null], dialects: ['keras3'] });
  augmentsPictures({ make: randomGaussianBlur, config: { kernelSize: [5, 3], sigma: [0.5, 1], seed: 7 } });
});
