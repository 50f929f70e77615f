import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { thresholdedReLU } from './thresholded-relu.js';

describe('ThresholdedReLU', () => {
  keepsContract({ make: thresholdedReLU, config: { theta: 0.5 }, inputs: [[null, null, 4]], sizes: [[2, 3, 4]], output: [null, null, 4], dialects: ['keras2'] });

  it('is refused by name for Keras 3, with the way out', () => {
    expect(() => thresholdedReLU({ theta: 0.5 }).getConfig('keras3')).toThrow(/reLU\(\{ threshold: 0.5 \}\)/);
  });
});
