import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { input } from '../core/input-layer.js';
import { cropping2D } from './cropping2d.js';

describe('Cropping2D', () => {
  keepsContract({ make: cropping2D, config: { cropping: [[1, 2], [0, 3]] }, inputs: [[null, null, 6, 4]], sizes: [[2, 5, 6, 4]], output: [null, null, 3, 4] });

  it('refuses to cut everything off, naming the layer', () => {
    expect(() => cropping2D({ cropping: 2, name: 'mine' }).apply(input({ shape: [3, 9, 1] }))).toThrow(/mine.*3 cells/);
  });
});
