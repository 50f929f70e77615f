import { tensor } from '@kedge/graph-core';
import { describe, expect, it } from 'vitest';
import { augmentsPictures } from '../../test/augmentation-contract.js';
import { keepsContract } from '../../test/contract.js';
import { computing } from '../../test/running.js';
import { randomBrightness } from './random-brightness.js';

describe('RandomBrightness', () => {
  keepsContract({ make: randomBrightness, config: { factor: 0.2 }, inputs: [[null, null, null, 2]], sizes: [[2, 4, 5, 2]], output: [null, null, null, 2] });
  augmentsPictures({ make: randomBrightness, config: { factor: [0.1, 0.4], seed: 7 } });

  const { run } = computing();
  const pictures = tensor(Array.from({ length: 4 * 6 * 6 }, (_, i) => (i * 37) % 100), [4, 6, 6, 1]);

  it('hands pictures through outside training, and changes each for itself in training', async () => {
    const layer = randomBrightness({ factor: [0.1, 0.2], valueRange: [-1000, 1000], seed: 2 });
    const before = Array.from(pictures.data, Number);
    expect(await run(layer, pictures).read()).toEqual(before);
    const after = await run(layer, pictures, true).read();
    expect(after).not.toEqual(before);
    expect(after.every(Number.isFinite)).toBe(true);
    // One shift for all pixels of a picture: 10 to 20 percent of 2000.
    for (let i = 0; i < 4; i++) {
      const shifts = Array.from({ length: 36 }, (_, k) => (after[36 * i + k] ?? 0) - (before[36 * i + k] ?? 0));
      expect(Math.max(...shifts) - Math.min(...shifts)).toBeLessThan(1e-3);
      expect(shifts[0]).toBeGreaterThanOrEqual(200);
      expect(shifts[0]).toBeLessThan(400);
    }
  });

  it('refuses a factor outside -1 to 1', () => {
    expect(() => randomBrightness({ factor: 2 })).toThrow(/factor/);
  });
});
