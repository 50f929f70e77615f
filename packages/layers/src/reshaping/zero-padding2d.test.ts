import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { zeroPadding2d } from './zero-padding2d.js';

describe('ZeroPadding2D', () => {
  keepsContract({ make: zeroPadding2d, config: { padding: [[1, 2], [0, 3]] }, inputs: [[null, null, 4, 2]], sizes: [[2, 3, 4, 2]], output: [null, null, 7, 2] });
  keepsContract({ make: zeroPadding2d, config: { padding: [1, 2], dataFormat: 'channels_first' }, inputs: [[null, 2, 3, 4]], sizes: [[2, 2, 3, 4]], output: [null, 2, 5, 8] });

  it('refuses negative widths and widths for another number of dimensions', () => {
    expect(() => zeroPadding2d({ padding: -1 })).toThrow(/padding/);
    expect(() => zeroPadding2d({ padding: [1, 2, 3] })).toThrow(/2 dimensions/);
  });
});
