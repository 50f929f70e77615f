import { describe } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { elu } from './elu.js';

describe('ELU', () => {
  keepsContract({ make: elu, config: { alpha: 0.5 }, inputs: [[null, null, 3]], sizes: [[2, 4, 3]], output: [null, null, 3] });
});
