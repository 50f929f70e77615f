import { tensor } from '@kedge/graph-core';
import { describe, expect, it } from 'vitest';
import { augmentsPictures } from '../../test/augmentation-contract.js';
import { keepsContract } from '../../test/contract.js';
import { computing } from '../../test/running.js';
import { randomFlip } from './random-flip.js';

describe('RandomFlip', () => {
  keepsContract({ make: randomFlip, config: {}, inputs: [[null, null, null, 2]], sizes: [[2, 4, 5, 2]], output: [null, null, null, 2] });
  keepsContract({ make: randomFlip, config: { mode: 'vertical', dataFormat: 'channels_first' }, inputs: [[2, null, null]], sizes: [[2, 4, 5]], output: [2, null, null], dialects: ['keras3'] });
  augmentsPictures({ make: randomFlip, config: { seed: 7 } });

  const { run } = computing();
  const pictures = tensor(Array.from({ length: 4 * 6 * 6 }, (_, i) => (i * 37) % 100), [4, 6, 6, 1]);

  it('hands pictures through outside training, and changes each for itself in training', async () => {
    const layer = randomFlip({ seed: 2 });
    const before = Array.from(pictures.data, Number);
    expect(await run(layer, pictures).read()).toEqual(before);
    const after = await run(layer, pictures, true).read();
    expect(after).not.toEqual(before);
    expect(after.every(Number.isFinite)).toBe(true);
    // The same pixels in other places, picture by picture.
    for (let i = 0; i < 4; i++) {
      const part = (values: readonly number[]): number[] => values.slice(36 * i, 36 * (i + 1)).toSorted((a, b) => a - b);
      expect(part(after)).toEqual(part(before));
    }
  });
});
