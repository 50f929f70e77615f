import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { loadLayerClass } from '../engine/registry.js';
import { GroupQueryAttention, groupQueryAttention } from './group-query-attention.js';

describe('GroupQueryAttention', () => {
  keepsContract({ make: groupQueryAttention, config: { headDim: 3, numQueryHeads: 4, numKeyValueHeads: 2 }, inputs: [[null, null, 4], [null, null, 4]], sizes: [[2, 3, 4], [2, 5, 4]], output: [null, null, 4] });

  it('refuses heads that do not divide', () => {
    expect(() => groupQueryAttention({ headDim: 2, numQueryHeads: 3, numKeyValueHeads: 2 })).toThrow(/divide/);
  });

  it('goes by its other name, too', async () => {
    expect(await loadLayerClass('GroupedQueryAttention')).toBe(GroupQueryAttention);
  });
});
