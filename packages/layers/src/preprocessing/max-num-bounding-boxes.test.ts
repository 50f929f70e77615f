import { describe } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { maxNumBoundingBoxes } from './max-num-bounding-boxes.js';

describe('MaxNumBoundingBoxes', () => {
  keepsContract({ make: maxNumBoundingBoxes, config: { maxNumber: 3 }, inputs: [[null, null, null, 3]], sizes: [[2, 4, 5, 3]], output: [null, null, null, 3] });
  keepsContract({ make: maxNumBoundingBoxes, config: { maxNumber: 3, dataFormat: 'channels_first' }, inputs: [[3, null, null]], sizes: [[3, 4, 5]], output: [3, null, null], dialects: ['keras3'] });
});
