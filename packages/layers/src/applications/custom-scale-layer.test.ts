import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { input } from '../core/input-layer.js';
import { customScaleLayer } from './custom-scale-layer.js';

describe('CustomScaleLayer', () => {
  keepsContract({ make: customScaleLayer, config: { scale: 0.17 }, inputs: [[null, null, 4], [null, 3, 1]], sizes: [[2, 3, 4], [2, 3, 1]], output: [null, 3, 4] });

  it('refuses a single tensor', () => {
    expect(() => customScaleLayer({ scale: 1, name: 'mine' }).apply(input({ shape: [3] }))).toThrow(/mine.*list of two/);
  });
});
