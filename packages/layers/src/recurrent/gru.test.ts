import { describe } from 'vitest';
import { keepsRecurrentContract } from '../../test/recurrent-contract.js';
import { gru } from './gru.js';

describe('GRU', () => {
  keepsRecurrentContract(gru, 1);
});
