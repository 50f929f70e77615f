import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { input } from '../core/input-layer.js';
import { reshape } from './reshape.js';

describe('Reshape', () => {
  keepsContract({ make: reshape, config: { targetShape: [2, -1] }, inputs: [[null, 3, 4]], sizes: [[2, 3, 4]], output: [null, 2, 6] });
  keepsContract({ make: reshape, config: { targetShape: [4, -1] }, inputs: [[null, null, 4]], sizes: [[2, 3, 4]], output: [null, 4, null] });

  it('refuses a target of another size, naming the layer', () => {
    expect(() => reshape({ targetShape: [5], name: 'mine' }).apply(input({ shape: [3, 2] }))).toThrow(/mine.*6 elements/);
    expect(() => reshape({ targetShape: [4, -1], name: 'mine' }).apply(input({ shape: [3, 2] }))).toThrow(/mine/);
  });
});
