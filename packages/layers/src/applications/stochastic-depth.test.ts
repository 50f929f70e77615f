import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { computing, ones } from '../../test/running.js';
import { setSeed } from '../engine/seed.js';
import { stochasticDepth } from './stochastic-depth.js';

describe('StochasticDepth', () => {
  keepsContract({ make: stochasticDepth, config: { dropPathRate: 0.5 }, inputs: [[null, null, 4]], sizes: [[2, 3, 4]], output: [null, null, 4] });

  const { run } = computing();

  it('hands its input through outside training', async () => {
    expect(await run(stochasticDepth({ dropPathRate: 0.9 }), ones([3, 4])).read()).toEqual(Array.from({ length: 12 }, () => 1));
  });

  it('drops whole examples in training, and scales the others up', async () => {
    setSeed(3);
    const values = await run(stochasticDepth({ dropPathRate: 0.5 }), ones([64, 5]), true).read();
    const rows = Array.from({ length: 64 }, (_, i) => [...new Set(values.slice(5 * i, 5 * i + 5))]);
    expect(rows.every((row) => row.length === 1)).toBe(true);
    expect(new Set(values)).toEqual(new Set([0, 2]));
  });
});
