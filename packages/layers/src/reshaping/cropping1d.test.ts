import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { input } from '../core/input-layer.js';
import { cropping1d } from './cropping1d.js';

describe('Cropping1D', () => {
  keepsContract({ make: cropping1d, config: { cropping: [1, 2] }, inputs: [[null, null, 4]], sizes: [[2, 5, 4]], output: [null, null, 4] });

  it('refuses to cut everything off, naming the layer', () => {
    expect(() => cropping1d({ cropping: 2, name: 'mine' }).apply(input({ shape: [3, 1] }))).toThrow(/mine.*3 cells/);
  });
});
