import { describe } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { softmax } from './softmax.js';

describe('Softmax', () => {
  keepsContract({ make: softmax, config: { axis: [1, 2] }, inputs: [[null, null, 3]], sizes: [[2, 4, 3]], output: [null, null, 3] });
  keepsContract({ make: softmax, config: {}, inputs: [[null, 3]], sizes: [[2, 3]], output: [null, 3] });
});
