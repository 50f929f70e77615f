import { describe } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { simpleRNNCell } from './simple-rnn-cell.js';

describe('SimpleRNNCell', () => {
  keepsContract({ make: simpleRNNCell, config: { units: 3 }, inputs: [[null, 4]], sizes: [[2, 4]], output: [[null, 3], [null, 3]] });
});
