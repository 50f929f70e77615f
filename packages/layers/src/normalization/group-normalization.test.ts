import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { input } from '../core/input-layer.js';
import { groupNormalization } from './group-normalization.js';

describe('GroupNormalization', () => {
  keepsContract({ make: groupNormalization, config: { groups: 2 }, inputs: [[null, null, 6]], sizes: [[2, 3, 6]], output: [null, null, 6] });
  keepsContract({ make: groupNormalization, config: { groups: -1, axis: 1 }, inputs: [[null, 6, null]], sizes: [[2, 6, 3]], output: [null, 6, null] });

  it('refuses groups that do not divide the channels, and channels that are not known', () => {
    expect(() => groupNormalization({ groups: 4, name: 'mine' }).apply(input({ shape: [6] }))).toThrow(/mine.*divides the 6 channels/);
    expect(() => groupNormalization({ groups: 2, name: 'mine' }).apply(input({ shape: [null] }))).toThrow(/mine.*unknown/);
  });
});
