import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { computing, ones } from '../../test/running.js';
import { gaussianDropout } from './gaussian-dropout.js';

describe('GaussianDropout', () => {
  keepsContract({ make: gaussianDropout, config: { rate: 0.5 }, inputs: [[null, null, 4]], sizes: [[2, 3, 4]], output: [null, null, 4] });

  const { run } = computing();

  it('multiplies by numbers around 1 with variance rate / (1 - rate) in training, and not otherwise', async () => {
    const count = 40_000;
    const rate = 0.2;
    const layer = gaussianDropout({ rate, seed: 4 });
    const values = await run(layer, ones([count]), true).read();
    const mean = values.reduce((a, b) => a + b, 0) / count;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
    const expected = rate / (1 - rate);
    // Five standard errors of a mean, and of a variance.
    expect(Math.abs(mean - 1)).toBeLessThan(5 * Math.sqrt(expected / count));
    expect(Math.abs(variance - expected)).toBeLessThan(5 * expected * Math.sqrt(2 / count));
    expect(await run(layer, ones([3])).read()).toEqual([1, 1, 1]);
  });
});
