import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { input } from '../core/input-layer.js';
import { repeatVector } from './repeat-vector.js';

describe('RepeatVector', () => {
  keepsContract({ make: repeatVector, config: { n: 3 }, inputs: [[null, 4]], sizes: [[2, 4]], output: [null, 3, 4] });

  it('refuses a count below 1 and an input of another rank', () => {
    expect(() => repeatVector({ n: 0 })).toThrow(/from 1/);
    expect(() => repeatVector({ n: 2, name: 'mine' }).apply(input({ shape: [3, 2] }))).toThrow(/mine.*rank 2/);
  });
});
