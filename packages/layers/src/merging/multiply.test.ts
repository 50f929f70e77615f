import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { input } from '../core/input-layer.js';
import { multiply } from './multiply.js';

describe('Multiply', () => {
  keepsContract({ make: multiply, config: {}, inputs: [[null, null, 4], [null, 3, 1], [null, 4]], sizes: [[2, 3, 4], [2, 3, 1], [2, 4]], output: [null, 3, 4] });

  it('refuses a single tensor and shapes that do not broadcast', () => {
    const a = input({ shape: [3] });
    expect(() => multiply({ name: 'mine' }).apply(a)).toThrow(/mine.*list/);
    expect(() => multiply().apply([a, input({ shape: [4] })])).toThrow(/broadcast/);
  });
});
