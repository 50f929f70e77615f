import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { input } from './input-layer.js';
import { dense } from './dense.js';

describe('Dense', () => {
  keepsContract({ make: dense, config: { units: 4, activation: 'relu' }, inputs: [[null, null, 5]], sizes: [[2, 3, 5]], output: [null, null, 4] });
  keepsContract({ make: dense, config: { units: 1, useBias: false }, inputs: [[null, 3]], sizes: [[2, 3]], output: [null, 1] });

  it('refuses an input whose last dimension is not known, naming the layer', () => {
    expect(() => dense({ units: 2, name: 'head' }).apply(input({ shape: [null] }))).toThrow(/head/);
  });
});
