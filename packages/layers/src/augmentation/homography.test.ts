import fc from 'fast-check';
import { tensor, type EagerValue } from '@kedge/graph-core';
import { describe, expect, it } from 'vitest';
import { computing } from '../../test/running.js';
import { homography } from './homography.js';

type Points = readonly (readonly [number, number])[];

describe('homography', () => {
  const context = computing();
  const batch = (points: Points): EagerValue => context.backend.fromTensor(tensor(points.flat(), [1, 4, 2]));
  const map = async (from: Points, to: Points): Promise<number[]> => Array.from((await context.backend.read(homography(batch(from), batch(to)) as EagerValue)).data, Number).map((value) => value + 0);

  const corners = (width: number, height: number): Points => [[0, 0], [width, 0], [0, height], [width, height]];
  /** Corners of a picture, each moved by less than a quarter of its sides, so that no three lie on a line. */
  const quadrilateral = fc.tuple(fc.integer({ min: 8, max: 500 }), fc.integer({ min: 8, max: 500 }), fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 8, maxLength: 8 })).map(([width, height, moves]) => ({
    from: corners(width, height),
    to: corners(width, height).map(([x, y], i): [number, number] => [x + ((moves[2 * i] ?? 0) / 450) * width, y + ((moves[2 * i + 1] ?? 0) / 450) * height]),
  }));

  it('takes each of four points to its own', async () => {
    await fc.assert(
      fc.asyncProperty(quadrilateral, async ({ from, to }) => {
        const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = await map(from, to);
        const size = Math.max(...from.flat());
        for (const [i, [x, y]] of from.entries()) {
          const depth = g * x + h * y + 1;
          // Products of two numbers up to the size, a dozen of which are added and cancel to a tenth: 2^-24 each.
          const slack = 200 * size * 2 ** -20;
          expect(Math.abs((a * x + b * y + c) / depth - (to[i]?.[0] ?? 0))).toBeLessThan(slack);
          expect(Math.abs((d * x + e * y + f) / depth - (to[i]?.[1] ?? 0))).toBeLessThan(slack);
        }
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  it('is the identity where nothing moves, and has no depth where parallels stay so', async () => {
    const [width, height] = [8, 4];
    expect(await map(corners(width, height), corners(width, height))).toEqual([1, 0, 0, 0, 1, 0, 0, 0]);
    const slanted: Points = [[1, 2], [9, 2], [3, 6], [11, 6]];
    expect(await map(corners(width, height), slanted)).toEqual([1, 0.5, 1, 0, 1, 2, 0, 0]);
  });
});
