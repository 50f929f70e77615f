import { describe } from 'vitest';
import { keepsRecurrentContract } from '../../test/recurrent-contract.js';
import { simpleRNN } from './simple-rnn.js';

describe('SimpleRNN', () => {
  keepsRecurrentContract(simpleRNN, 1);
});
