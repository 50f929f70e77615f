import { describe } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { rescaling } from './rescaling.js';

describe('Rescaling', () => {
  keepsContract({ make: rescaling, config: { scale: 1 / 255 }, inputs: [[null, null, 4]], sizes: [[2, 3, 4]], output: [null, null, 4], dtype: 'uint8', outputDType: 'float32' });
  keepsContract({ make: rescaling, config: { scale: [1, 2, 3], offset: [0, 0, 1] }, inputs: [[null, null, 3]], sizes: [[2, 3, 3]], output: [null, null, 3] });
});
