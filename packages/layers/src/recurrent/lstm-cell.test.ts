import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { input } from '../core/input-layer.js';
import { lstmCell } from './lstm-cell.js';

describe('LSTMCell', () => {
  keepsContract({ make: lstmCell, config: { units: 3 }, inputs: [[null, 4]], sizes: [[2, 4]], output: [[null, 3], [null, 3], [null, 3]] });

  it('begins by remembering: ones at the forget gate', async () => {
    const layer = lstmCell({ units: 2 });
    layer.apply(input({ shape: [3] }));
    const [, , bias] = await layer.getWeights();
    expect(Array.from(bias?.data ?? [], Number)).toEqual([0, 0, 1, 1, 0, 0, 0, 0]);
  });
});
