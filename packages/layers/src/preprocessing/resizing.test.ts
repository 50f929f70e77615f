import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { resizing } from './resizing.js';

describe('Resizing', () => {
  keepsContract({ make: resizing, config: { height: 3, width: 5 }, inputs: [[null, null, null, 2]], sizes: [[2, 7, 4, 2]], output: [null, 3, 5, 2] });
  keepsContract({ make: resizing, config: { height: 3, width: 5, cropToAspectRatio: true }, inputs: [[null, null, 2]], sizes: [[7, 4, 2]], output: [3, 5, 2], dtype: 'uint8', outputDType: 'float32' });

  it('refuses to crop and pad at once, and what only Keras 3 can for Keras 2', () => {
    expect(() => resizing({ height: 2, width: 2, cropToAspectRatio: true, padToAspectRatio: true })).toThrow(/both/);
    expect(() => resizing({ height: 2, width: 2, antialias: true }).getConfig('keras2')).toThrow(/antialias/);
  });
});
