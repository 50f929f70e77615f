import { tensor } from '@kedge/graph-core';
import { describe, expect, it } from 'vitest';
import { augmentsPictures } from '../../test/augmentation-contract.js';
import { keepsContract } from '../../test/contract.js';
import { computing } from '../../test/running.js';
import { RandomContrast, randomContrast } from './random-contrast.js';

describe('RandomContrast', () => {
  keepsContract({ make: randomContrast, config: { factor: 0.2 }, inputs: [[null, null, null, 2]], sizes: [[2, 4, 5, 2]], output: [null, null, null, 2] });
  augmentsPictures({ make: randomContrast, config: { factor: [0.2, 0.9], seed: 7 } });

  const { run } = computing();
  const pictures = tensor(Array.from({ length: 4 * 6 * 6 }, (_, i) => (i * 37) % 100), [4, 6, 6, 1]);

  it('hands pictures through outside training, and changes each for itself in training', async () => {
    const layer = randomContrast({ factor: [0.5, 0], valueRange: [-1000, 1000], seed: 2 });
    const before = Array.from(pictures.data, Number);
    expect(await run(layer, pictures).read()).toEqual(before);
    const after = await run(layer, pictures, true).read();
    expect(after).not.toEqual(before);
    expect(after.every(Number.isFinite)).toBe(true);
    // The mean stays, the distance from it shrinks by half at most.
    for (let i = 0; i < 4; i++) {
      const part = (values: readonly number[]): readonly number[] => values.slice(36 * i, 36 * (i + 1));
      const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
      const range = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);
      expect(Math.abs(mean(part(after)) - mean(part(before)))).toBeLessThan(1e-3);
      expect(range(part(after))).toBeGreaterThanOrEqual(range(part(before)) / 2 - 1e-3);
      expect(range(part(after))).toBeLessThanOrEqual(range(part(before)) + 1e-3);
    }
  });

  it('reads a number as that Keras does', () => {
    const factorOf = (dialect: 'keras2' | 'keras3'): unknown => RandomContrast.fromConfig({ factor: 0.2 }, dialect).config.factor;
    expect(factorOf('keras2')).toBe(0.2);
    expect(factorOf('keras3')).toEqual([0, 0.2]);
  });
});
