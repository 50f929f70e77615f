import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { input } from '../core/input-layer.js';
import { dot } from './dot.js';

describe('Dot', () => {
  keepsContract({ make: dot, config: { axes: [2, 1] }, inputs: [[null, null, 4], [null, 4, 5]], sizes: [[2, 3, 4], [2, 4, 5]], output: [null, null, 5] });
  keepsContract({ make: dot, config: { axes: -1, normalize: true }, inputs: [[null, 4], [null, 4]], sizes: [[2, 4], [2, 4]], output: [null, 1] });

  it('refuses the axis of the batch, and sizes that differ', () => {
    const [a, b] = [input({ shape: [3, 4] }), input({ shape: [5, 2] })];
    expect(() => dot({ axes: 0, name: 'mine' }).apply([a, b])).toThrow(/mine.*batch/);
    expect(() => dot({ axes: 1, name: 'mine' }).apply([a, b])).toThrow(/mine.*equal sizes/);
    expect(() => dot({ axes: [1, 2, 3] })).toThrow(/axes/);
  });
});
