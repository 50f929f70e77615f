import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { computing, ones } from '../../test/running.js';
import { gaussianNoise } from './gaussian-noise.js';

describe('GaussianNoise', () => {
  keepsContract({ make: gaussianNoise, config: { stddev: 0.5 }, inputs: [[null, null, 4]], sizes: [[2, 3, 4]], output: [null, null, 4] });

  const { run } = computing();

  it('adds numbers of the stated deviation in training, and none otherwise', async () => {
    const count = 40_000;
    const stddev = 0.3;
    const layer = gaussianNoise({ stddev, seed: 4 });
    const values = await run(layer, ones([count]), true).read();
    const mean = values.reduce((a, b) => a + b, 0) / count;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
    // Five standard errors of a mean, and of a variance.
    expect(Math.abs(mean - 1)).toBeLessThan((5 * stddev) / Math.sqrt(count));
    expect(Math.abs(variance - stddev ** 2)).toBeLessThan(5 * stddev ** 2 * Math.sqrt(2 / count));
    expect(await run(layer, ones([3])).read()).toEqual([1, 1, 1]);
  });
});
