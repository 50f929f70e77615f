import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { maskOf } from '../engine/masks.js';
import { input } from './input-layer.js';
import { embedding } from './embedding.js';

describe('Embedding', () => {
  keepsContract({ make: embedding, config: { inputDim: 7, outputDim: 3, maskZero: true }, inputs: [[null, null]], sizes: [[2, 5]], output: [null, null, 3], dtype: 'int32', outputDType: 'float32', high: 7 });

  it('lets a mask travel with its output only where 0 marks nothing', () => {
    const indices = input({ shape: [4], dtype: 'int32' });
    expect(maskOf(embedding({ inputDim: 5, outputDim: 2 }).apply(indices))).toBeNull();
  });

  it('takes indices as floats, as the default input of Keras 2 gives them', () => {
    expect(embedding({ inputDim: 5, outputDim: 2 }).apply(input({ shape: [4] })).shape).toEqual([null, 4, 2]);
  });
});
