import { describe } from 'vitest';
import { augmentsPictures } from '../../test/augmentation-contract.js';
import { keepsContract } from '../../test/contract.js';
import { solarization } from './solarization.js';

describe('Solarization', () => {
  keepsContract({ make: solarization, config: { additionFactor: 0.2, thresholdFactor: [0.1, 0.9] }, inputs: [[null, null, null, 3]], sizes: [[2, 4, 5, 3]], output: [null, null, null, 3] });
  keepsContract({ make: solarization, config: { additionFactor: 0.2, thresholdFactor: [0.1, 0.9], dataFormat: 'channels_first' }, inputs: [[3, null, null]], sizes: [[3, 4, 5]], output: [3, null, null], dialects: ['keras3'] });
  augmentsPictures({ make: solarization, config: { additionFactor: 0.2, thresholdFactor: [0.1, 0.9], seed: 7 } });
});
