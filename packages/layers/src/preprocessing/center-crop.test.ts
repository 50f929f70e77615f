import { describe } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { centerCrop } from './center-crop.js';

describe('CenterCrop', () => {
  keepsContract({ make: centerCrop, config: { height: 3, width: 2 }, inputs: [[null, null, null, 2]], sizes: [[2, 7, 4, 2]], output: [null, 3, 2, 2] });
  keepsContract({ make: centerCrop, config: { height: 8, width: 2 }, inputs: [[null, 7, 4, 2]], sizes: [[2, 7, 4, 2]], output: [null, 8, 2, 2] });
});
