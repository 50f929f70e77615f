import { describe } from 'vitest';
import { augmentsPictures } from '../../test/augmentation-contract.js';
import { keepsContract } from '../../test/contract.js';
import { randomShear } from './random-shear.js';

describe('RandomShear', () => {
  keepsContract({ make: randomShear, config: { xFactor: 0.3, yFactor: [0.1, 0.2] }, inputs: [[null, null, null, 3]], sizes: [[2, 4, 5, 3]], output: [null, null, null, 3] });
  keepsContract({ make: randomShear, config: { xFactor: 0.3, yFactor: [0.1, 0.2], dataFormat: 'channels_first' }, inputs: [[3, null, null]], sizes: [[3, 4, 5]], output: [3, null, null], dialects: ['keras3'] });
  augmentsPictures({ make: randomShear, config: { xFactor: 0.3, yFactor: [0.1, 0.2], seed: 7 } });
});
