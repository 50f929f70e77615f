import { describe } from 'vitest';
import { augmentsPictures } from '../../test/augmentation-contract.js';
import { keepsContract } from '../../test/contract.js';
import { randomPerspective } from './random-perspective.js';

describe('RandomPerspective', () => {
  keepsContract({ make: randomPerspective, config: { scale: 0.5 }, inputs: [[null, null, null, 3]], sizes: [[2, 4, 5, 3]], output: [null, null, null, 3] });
  keepsContract({ make: randomPerspective, config: { scale: 0.5, dataFormat: 'channels_first' }, inputs: [[3, null, null]], sizes: [[3, 4, 5]], output: [3, null, null], dialects: ['keras3'] });
  augmentsPictures({ make: randomPerspective, config: { scale: 0.5, seed: 7 } });
});
