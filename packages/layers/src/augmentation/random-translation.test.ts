import { tensor } from '@kedge/graph-core';
import { describe, expect, it } from 'vitest';
import { augmentsPictures } from '../../test/augmentation-contract.js';
import { keepsContract } from '../../test/contract.js';
import { computing } from '../../test/running.js';
import { randomTranslation } from './random-translation.js';

describe('RandomTranslation', () => {
  keepsContract({ make: randomTranslation, config: { heightFactor: 0.2, widthFactor: 0.1 }, inputs: [[null, null, null, 2]], sizes: [[2, 4, 5, 2]], output: [null, null, null, 2] });
  augmentsPictures({ make: randomTranslation, config: { heightFactor: 0.4, widthFactor: 0.3, seed: 7 } });

  const { run } = computing();
  const pictures = tensor(Array.from({ length: 4 * 6 * 6 }, (_, i) => (i * 37) % 100), [4, 6, 6, 1]);

  it('hands pictures through outside training, and changes each for itself in training', async () => {
    const layer = randomTranslation({ heightFactor: 0.2, widthFactor: 0.3, seed: 2 });
    const before = Array.from(pictures.data, Number);
    expect(await run(layer, pictures).read()).toEqual(before);
    const after = await run(layer, pictures, true).read();
    expect(after).not.toEqual(before);
    expect(after.every(Number.isFinite)).toBe(true);
    // Mirrored at the border, no pixel is new.
    expect(Math.min(...after)).toBeGreaterThanOrEqual(Math.min(...before) - 1e-3);
    expect(Math.max(...after)).toBeLessThanOrEqual(Math.max(...before) + 1e-3);
  });

  it('moves right by whole pixels where the share says so', async () => {
    const moved = await run(randomTranslation({ heightFactor: 0, widthFactor: [1 / 3, 1 / 3], interpolation: 'nearest', fillMode: 'constant', fillValue: -1 }), pictures, true).read();
    const expected = Array.from({ length: 144 }, (_, i) => (i % 6 < 2 ? -1 : Number(pictures.data[i - 2])));
    expect(moved).toEqual(expected);
  });
});
