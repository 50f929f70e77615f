import { describe } from 'vitest';
import { keepsRecurrentContract } from '../../test/recurrent-contract.js';
import { lstm } from './lstm.js';

describe('LSTM', () => {
  keepsRecurrentContract(lstm, 2);
});
