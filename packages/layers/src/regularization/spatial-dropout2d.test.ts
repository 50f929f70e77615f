import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { computing, ones } from '../../test/running.js';
import { spatialDropout2d } from './spatial-dropout2d.js';

describe('SpatialDropout2D', () => {
  keepsContract({ make: spatialDropout2d, config: { rate: 0.5 }, inputs: [[null, null, 2, 4]], sizes: [[2, 3, 2, 4]], output: [null, null, 2, 4] });

  const { run } = computing();

  it('drops whole channels, each example for itself', async () => {
    const values = await run(spatialDropout2d({ rate: 0.5, seed: 2 }), ones([32, 4, 2, 6]), true).read();
    // 8 places in space, 6 channels.
    const channels = Array.from({ length: 32 * 6 }, (_, i) => {
      const [example, channel] = [Math.floor(i / 6), i % 6];
      return new Set(Array.from({ length: 8 }, (_, place) => values[(example * 8 + place) * 6 + channel]));
    });
    expect(channels.every(({ size }) => size === 1)).toBe(true);
    expect(new Set(values)).toEqual(new Set([0, 2]));
  });
});
