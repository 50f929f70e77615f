import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { LeakyReLU, leakyReLU } from './leaky-relu.js';

describe('LeakyReLU', () => {
  keepsContract({ make: leakyReLU, config: { negativeSlope: 0.2 }, inputs: [[null, null, 3]], sizes: [[2, 4, 3]], output: [null, null, 3] });

  it('is called alpha in files of Keras 2 and negative_slope in those of Keras 3', () => {
    const layer = leakyReLU({ negativeSlope: 0.1 });
    expect(layer.getConfig('keras2')).toMatchObject({ alpha: 0.1 });
    expect(layer.getConfig('keras3')).toMatchObject({ negative_slope: 0.1 });
    expect(LeakyReLU.fromConfig({ alpha: 0.7 }, 'keras3').config.negativeSlope).toBe(0.7);
  });
});
