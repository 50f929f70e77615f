import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { input } from '../core/input-layer.js';
import { concatenate } from './concatenate.js';

describe('Concatenate', () => {
  keepsContract({ make: concatenate, config: { axis: 1 }, inputs: [[null, null, 4], [null, 3, 4]], sizes: [[2, 2, 4], [2, 3, 4]], output: [null, null, 4] });
  keepsContract({ make: concatenate, config: {}, inputs: [[null, null, 4], [null, 3, 2]], sizes: [[2, 3, 4], [2, 3, 2]], output: [null, 3, 6] });

  it('refuses shapes that differ beside the axis', () => {
    expect(() => concatenate().apply([input({ shape: [3, 2] }), input({ shape: [4, 2] })])).toThrow(/agree/);
  });
});
