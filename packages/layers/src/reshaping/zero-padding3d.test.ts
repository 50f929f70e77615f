import { describe } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { zeroPadding3d } from './zero-padding3d.js';

describe('ZeroPadding3D', () => {
  keepsContract({ make: zeroPadding3d, config: { padding: [[1, 2], [0, 3], [1, 0]] }, inputs: [[null, null, 4, 2, 3]], sizes: [[2, 3, 4, 2, 3]], output: [null, null, 7, 3, 3] });
  keepsContract({ make: zeroPadding3d, config: { dataFormat: 'channels_first' }, inputs: [[null, 2, 3, 4, 1]], sizes: [[2, 2, 3, 4, 1]], output: [null, 2, 5, 6, 3] });
});
