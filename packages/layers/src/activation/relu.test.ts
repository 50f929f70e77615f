import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { reLU } from './relu.js';

describe('ReLU', () => {
  keepsContract({ make: reLU, config: { maxValue: 6, negativeSlope: 0.1, threshold: 0.5 }, inputs: [[null, null, 3]], sizes: [[2, 4, 3]], output: [null, null, 3] });

  it('refuses numbers below 0, as Keras does', () => {
    expect(() => reLU({ maxValue: -1 })).toThrow(/maxValue/);
    expect(() => reLU({ negativeSlope: -0.1 })).toThrow(/negativeSlope/);
    expect(() => reLU({ threshold: -0.1 })).toThrow(/threshold/);
  });
});
