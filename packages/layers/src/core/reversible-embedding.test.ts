import { describe } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { reversibleEmbedding } from './reversible-embedding.js';

describe('ReversibleEmbedding', () => {
  keepsContract({ make: reversibleEmbedding, config: { inputDim: 7, outputDim: 3, maskZero: true }, inputs: [[null, null]], sizes: [[2, 5]], output: [null, null, 3], dtype: 'int32', outputDType: 'float32', high: 7 });
});
