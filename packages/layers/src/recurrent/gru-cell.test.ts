import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { input } from '../core/input-layer.js';
import { gruCell } from './gru-cell.js';

describe('GRUCell', () => {
  keepsContract({ make: gruCell, config: { units: 3 }, inputs: [[null, 4]], sizes: [[2, 4]], output: [[null, 3], [null, 3]] });
  keepsContract({ make: gruCell, config: { units: 3, resetAfter: false }, inputs: [[null, 4]], sizes: [[2, 4]], output: [[null, 3], [null, 3]] });

  it('has a bias for each kernel when the reset gate comes after the product', () => {
    const shapeOfBias = (resetAfter: boolean): readonly number[] | undefined => {
      const layer = gruCell({ units: 2, resetAfter });
      layer.apply(input({ shape: [3] }));
      return layer.weights.at(-1)?.shape;
    };
    expect(shapeOfBias(true)).toEqual([2, 6]);
    expect(shapeOfBias(false)).toEqual([6]);
  });
});
