import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { input } from '../core/input-layer.js';
import { subtract } from './subtract.js';

describe('Subtract', () => {
  keepsContract({ make: subtract, config: {}, inputs: [[null, null, 4], [null, 4]], sizes: [[2, 3, 4], [2, 4]], output: [null, null, 4] });

  it('takes two inputs', () => {
    const a = input({ shape: [3] });
    expect(() => subtract({ name: 'mine' }).apply([a, a, a])).toThrow(/mine.*2 tensors, got 3/);
  });
});
