import fc from 'fast-check';
import { tensor, type EagerValue } from '@kedge/graph-core';
import { describe, expect, it } from 'vitest';
import { computing } from '../../test/running.js';
import { hsvToRgb, rgbToGrayscale, rgbToHsv } from './colour-space.js';

describe('colours', () => {
  const context = computing();
  const read = async (value: unknown): Promise<number[]> => Array.from((await context.backend.read(value as EagerValue)).data, Number);
  const pixel = (values: readonly number[]): EagerValue => context.backend.fromTensor(tensor(values, [1, 1, 1, 3]));
  const colour = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 3, maxLength: 3 });

  it('come back from hue, saturation and value', async () => {
    await fc.assert(
      fc.asyncProperty(colour, async (rgb) => {
        const parts = rgbToHsv(pixel(rgb));
        const [[hue = 0] = [], [saturation = 0] = [], [value = 0] = []] = await Promise.all(parts.map(read));
        expect(hue).toBeGreaterThanOrEqual(0);
        expect(hue).toBeLessThanOrEqual(1);
        expect(saturation).toBeGreaterThanOrEqual(0);
        expect(saturation).toBeLessThanOrEqual(1);
        expect(value).toBe(Math.max(...rgb));
        const again = await read(hsvToRgb(...parts));
        // A hue is known to 2^-23, six of it make a share, and a share of 255 a colour.
        for (const [i, want] of rgb.entries()) expect(Math.abs((again[i] ?? Number.NaN) - want)).toBeLessThan(8 * 6 * 255 * 2 ** -23);
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  it.each([
    ['red', [255, 0, 0], [0, 1, 255]],
    ['green', [0, 255, 0], [2 / 6, 1, 255]],
    ['blue', [0, 0, 255], [4 / 6, 1, 255]],
    ['magenta', [255, 0, 255], [5 / 6, 1, 255]],
    ['grey', [128, 128, 128], [0, 0, 128]],
    ['black', [0, 0, 0], [0, 0, 0]],
  ])('%s', async (_name, rgb, hsv) => {
    const found = (await Promise.all(rgbToHsv(pixel(rgb)).map(read))).flat();
    for (const [i, want] of hsv.entries()) expect(found[i]).toBeCloseTo(want, 6);
  });

  it('are as bright as the eye sees them, and grey stays', async () => {
    expect((await read(rgbToGrayscale(pixel([100, 200, 50]))))[0]).toBeCloseTo(29.89 + 117.4 + 5.7, 4);
    const grey = context.backend.fromTensor(tensor([7], [1, 1, 1, 1]));
    expect(rgbToGrayscale(grey)).toBe(grey);
  });
});
