import { tensor } from '@kedge/graph-core';
import { describe, expect, it } from 'vitest';
import { augmentsPictures } from '../../test/augmentation-contract.js';
import { keepsContract } from '../../test/contract.js';
import { computing } from '../../test/running.js';
import { randomRotation } from './random-rotation.js';

describe('RandomRotation', () => {
  keepsContract({ make: randomRotation, config: { factor: 0.2 }, inputs: [[null, null, null, 2]], sizes: [[2, 4, 5, 2]], output: [null, null, null, 2] });
  augmentsPictures({ make: randomRotation, config: { factor: 0.3, seed: 7 } });

  const { run } = computing();
  const pictures = tensor(Array.from({ length: 4 * 6 * 6 }, (_, i) => (i * 37) % 100), [4, 6, 6, 1]);

  it('hands pictures through outside training, and changes each for itself in training', async () => {
    const layer = randomRotation({ factor: 0.2, seed: 2 });
    const before = Array.from(pictures.data, Number);
    expect(await run(layer, pictures).read()).toEqual(before);
    const after = await run(layer, pictures, true).read();
    expect(after).not.toEqual(before);
    expect(after.every(Number.isFinite)).toBe(true);
    // Mirrored at the border, no pixel is new.
    expect(Math.min(...after)).toBeGreaterThanOrEqual(Math.min(...before) - 1e-3);
    expect(Math.max(...after)).toBeLessThanOrEqual(Math.max(...before) + 1e-3);
  });

  it('turns upside down at half a turn', async () => {
    const turned = await run(randomRotation({ factor: [0.5, 0.5] }), pictures, true).read();
    const expected = Array.from({ length: 144 }, (_, i) => Number(pictures.data[36 * Math.floor(i / 36) + 35 - (i % 36)]));
    // Places up to 6 are known to 2^-20, neighbours differ by at most 100.
    expect(Math.max(...turned.map((value, i) => Math.abs(value - (expected[i] ?? NaN))))).toBeLessThan(100 * 8 * 2 ** -20);
  });
});
