import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { permute } from './permute.js';

describe('Permute', () => {
  keepsContract({ make: permute, config: { dims: [3, 1, 2] }, inputs: [[null, null, 4, 5]], sizes: [[2, 3, 4, 5]], output: [null, 5, null, 4] });

  it('refuses dimensions that are not each there once', () => {
    expect(() => permute({ dims: [1, 3] })).toThrow(/once/);
    expect(() => permute({ dims: [0, 1] })).toThrow(/once/);
  });
});
