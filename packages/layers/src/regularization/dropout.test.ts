import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { computing, ones } from '../../test/running.js';
import { setSeed } from '../engine/seed.js';
import { dropout } from './dropout.js';

describe('Dropout', () => {
  keepsContract({ make: dropout, config: { rate: 0.5 }, inputs: [[null, null, 4]], sizes: [[2, 3, 4]], output: [null, null, 4] });
  keepsContract({ make: dropout, config: { rate: 0.1, noiseShape: [null, 1, 4], seed: 3 }, inputs: [[null, null, 4]], sizes: [[2, 3, 4]], output: [null, null, 4] });

  const { run } = computing();

  it('hands its input through outside training', async () => {
    expect(await run(dropout({ rate: 0.9 }), ones([3, 4])).read()).toEqual(Array.from({ length: 12 }, () => 1));
  });

  it('keeps about a share 1 - rate and scales it up', async () => {
    const rate = 0.25;
    const count = 40_000;
    const values = await run(dropout({ rate, seed: 5 }), ones([count]), true).read();
    const kept = values.filter((value) => value !== 0);
    expect(new Set(kept)).toEqual(new Set([Math.fround(1 / (1 - rate))]));
    // Five standard deviations of a binomial share.
    expect(Math.abs(kept.length / count - (1 - rate))).toBeLessThan(5 * Math.sqrt((rate * (1 - rate)) / count));
  });

  it('drops all of it at rate 1 and nothing at rate 0', async () => {
    expect(await run(dropout({ rate: 1 }), ones([5]), true).read()).toEqual([0, 0, 0, 0, 0]);
    expect(await run(dropout({ rate: 0 }), ones([3]), true).read()).toEqual([1, 1, 1]);
  });

  it('draws anew at each call, and the same again after the same seed', async () => {
    const layer = dropout({ rate: 0.5 });
    setSeed(1);
    const first = await run(layer, ones([64]), true).read();
    const second = await run(layer, ones([64]), true).read();
    setSeed(1);
    expect(await run(layer, ones([64]), true).read()).toEqual(first);
    expect(second).not.toEqual(first);
  });

  it('shares a choice along an axis of size 1 of the noise shape', async () => {
    const values = await run(dropout({ rate: 0.5, noiseShape: [null, 1], seed: 1 }), ones([32, 8]), true).read();
    const rows = Array.from({ length: 32 }, (_, i) => new Set(values.slice(8 * i, 8 * i + 8)).size);
    expect(rows.every((different) => different === 1)).toBe(true);
    expect(new Set(values).size).toBe(2);
  });

  it('refuses a rate outside 0 to 1', () => {
    expect(() => dropout({ rate: 1.5 })).toThrow(/rate/);
    expect(() => dropout({ rate: NaN })).toThrow(/rate/);
  });
});
