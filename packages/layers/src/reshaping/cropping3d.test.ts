import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { input } from '../core/input-layer.js';
import { cropping3d } from './cropping3d.js';

describe('Cropping3D', () => {
  keepsContract({ make: cropping3d, config: { cropping: [[1, 2], [0, 3], [1, 2]] }, inputs: [[null, null, 6, 5, 4]], sizes: [[2, 5, 6, 5, 4]], output: [null, null, 3, 2, 4] });

  it('refuses to cut everything off, naming the layer', () => {
    expect(() => cropping3d({ cropping: 2, name: 'mine' }).apply(input({ shape: [3, 9, 9, 1] }))).toThrow(/mine.*3 cells/);
  });
});
