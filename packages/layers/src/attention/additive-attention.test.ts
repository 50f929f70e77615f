import { describe } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { additiveAttention } from './additive-attention.js';

describe('AdditiveAttention', () => {
  keepsContract({ make: additiveAttention, config: {}, inputs: [[null, null, 4], [null, null, 4]], sizes: [[2, 3, 4], [2, 5, 4]], output: [null, null, 4] });
  keepsContract({ make: additiveAttention, config: { useScale: false, dropout: 0.5 }, inputs: [[null, 3, 4], [null, 5, 4]], sizes: [[2, 3, 4], [2, 5, 4]], output: [[null, 3, 4], [null, 3, 5]], args: { returnAttentionScores: true } });
});
