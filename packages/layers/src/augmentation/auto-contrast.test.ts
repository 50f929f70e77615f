import { describe } from 'vitest';
import { augmentsPictures } from '../../test/augmentation-contract.js';
import { keepsContract } from '../../test/contract.js';
import { autoContrast } from './auto-contrast.js';

describe('AutoContrast', () => {
  keepsContract({ make: autoContrast, config: { valueRange: [0, 1] }, inputs: [[null, null, null, 3]], sizes: [[2, 4, 5, 3]], output: [null, null, null, 3] });
  keepsContract({ make: autoContrast, config: { valueRange: [0, 1], dataFormat: 'channels_first' }, inputs: [[3, null, null]], sizes: [[3, 4, 5]], output: [3, null, null], dialects: ['keras3'] });
  augmentsPictures({ make: autoContrast, config: {}, isAlwaysOn: true, isRandom: false, knowsChannelsFirst: false });
});
