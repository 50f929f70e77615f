import { describe } from 'vitest';
import { augmentsPictures } from '../../test/augmentation-contract.js';
import { keepsContract } from '../../test/contract.js';
import { randomElasticTransform } from './random-elastic-transform.js';

describe('RandomElasticTransform', () => {
  keepsContract({ make: randomElasticTransform, config: { scale: [0.2, 1] }, inputs: [[null, null, null, 3]], sizes: [[2, 4, 5, 3]], output: [null, null, null, 3] });
  keepsContract({ make: randomElasticTransform, config: { scale: [0.2, 1], dataFormat: 'channels_first' }, inputs: [[3, null, null]], sizes: [[3, 4, 5]], output: [3, null, null], dialects: ['keras3'] });
  augmentsPictures({ make: randomElasticTransform, config: { scale: [0.2, 1], seed: 7 } });
});
