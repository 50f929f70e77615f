import { describe } from 'vitest';
import { augmentsPictures } from '../../test/augmentation-contract.js';
import { keepsContract } from '../../test/contract.js';
import { randomCrop } from './random-crop.js';

describe('RandomCrop', () => {
  keepsContract({ make: randomCrop, config: { height: 3, width: 2, outsideTraining: 'resize' }, inputs: [[null, null, null, 2]], sizes: [[2, 7, 4, 2]], output: [null, 3, 2, 2], dialects: ['keras2'] });
  keepsContract({ make: randomCrop, config: { height: 3, width: 2 }, inputs: [[null, null, null, 2]], sizes: [[2, 3, 2, 2]], output: [null, 3, 2, 2], dialects: ['keras3'] });
  keepsContract({ make: randomCrop, config: { height: 3, width: 2, dataFormat: 'channels_first' }, inputs: [[2, null, null]], sizes: [[2, 3, 2]], output: [2, 3, 2], dialects: ['keras3'] });
  augmentsPictures({ make: randomCrop, config: { height: 4, width: 3, seed: 7 }, size: [4, 3] });
  augmentsPictures({ make: randomCrop, config: { height: 7, width: 4, seed: 7 }, size: [7, 4], isRandom: false });
});
