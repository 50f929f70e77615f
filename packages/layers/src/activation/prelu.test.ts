import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { input } from '../core/input-layer.js';
import { prelu } from './prelu.js';

describe('PReLU', () => {
  keepsContract({ make: prelu, config: { sharedAxes: [1] }, inputs: [[null, null, 3]], sizes: [[2, 4, 3]], output: [null, null, 3] });

  it('has one slope for each element that no shared axis covers', () => {
    const layer = prelu({ sharedAxes: [1, 2] });
    layer.apply(input({ shape: [null, null, 4] }));
    expect(layer.weights.map(({ name, shape }) => [name, shape])).toEqual([['alpha', [1, 1, 4]]]);
  });
});
