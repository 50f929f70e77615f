import { describe } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { identity } from './identity.js';

describe('Identity', () => {
  keepsContract({ make: identity, config: {}, inputs: [[null, null, 5]], sizes: [[2, 3, 5]], output: [null, null, 5] });
  keepsContract({ make: identity, config: {}, inputs: [[2, null]], sizes: [[2, 3]], output: [2, null], dtype: 'int32' });
});
