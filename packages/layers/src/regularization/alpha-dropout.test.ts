import { tensor } from '@kedge/graph-core';
import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { computing } from '../../test/running.js';
import { alphaDropout } from './alpha-dropout.js';

describe('AlphaDropout', () => {
  keepsContract({ make: alphaDropout, config: { rate: 0.5 }, inputs: [[null, null, 4]], sizes: [[2, 3, 4]], output: [null, null, 4] });

  const { run } = computing();

  it('keeps mean and variance of a standard normal input in training, and the input itself otherwise', async () => {
    const count = 40_000;
    // Box and Muller's transform of evenly spread numbers.
    const normal = Array.from({ length: count }, (_, i) => Math.sqrt(-2 * Math.log((i + 0.5) / count)) * Math.cos(2 * Math.PI * ((i * 0.618034) % 1)));
    const layer = alphaDropout({ rate: 0.2, seed: 3 });
    const values = await run(layer, tensor(normal, [count]), true).read();
    const mean = values.reduce((a, b) => a + b, 0) / count;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
    // Five standard errors; the fourth moment of the mixture is below 6.
    expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(count));
    expect(Math.abs(variance - 1)).toBeLessThan(5 * Math.sqrt(5 / count));
    expect(await run(layer, tensor([1, -2], [2])).read()).toEqual([1, -2]);
  });
});
