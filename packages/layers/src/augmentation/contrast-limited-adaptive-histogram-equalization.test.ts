import { describe } from 'vitest';
import { augmentsPictures } from '../../test/augmentation-contract.js';
import { keepsContract } from '../../test/contract.js';
import { contrastLimitedAdaptiveHistogramEqualization } from './contrast-limited-adaptive-histogram-equalization.js';

describe('ContrastLimitedAdaptiveHistogramEqualization', () => {
  keepsContract({ make: contrastLimitedAdaptiveHistogramEqualization, config: { tileGridSize: [2, 3] }, inputs: [[null, null, null, 3]], sizes: [[2, 4, 5, 3]], output: [null, null, null, 3] });
  keepsContract({ make: contrastLimitedAdaptiveHistogramEqualization, config: { tileGridSize: [2, 3], dataFormat: 'channels_first' }, inputs: [[3, null, null]], sizes: [[3, 4, 5]], output: [3, null, null], dialects: ['keras3'] });
  augmentsPictures({ make: contrastLimitedAdaptiveHistogramEqualization, config: { tileGridSize: [2, 3] }, isAlwaysOn: true, isRandom: false });
});
