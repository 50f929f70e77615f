import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { start } from '../../test/tiny.js';
import type { Value } from '../value.js';
import { getItem, type ItemKey } from './get-item.js';

/** Cells that Python's `range(dim)[start:stop:step]` has, counted one by one. */
function countCells(dim: number, { start: from, stop, step }: { start: number | null; stop: number | null; step: number }): number {
  const place = (at: number): number => (at < 0 ? at + dim : at);
  const first = from === null ? (step > 0 ? 0 : dim - 1) : Math.min(Math.max(place(from), step > 0 ? 0 : -1), step > 0 ? dim : dim - 1);
  const end = stop === null ? (step > 0 ? dim : -1) : Math.min(Math.max(place(stop), step > 0 ? 0 : -1), step > 0 ? dim : dim - 1);
  let count = 0;
  for (let at = first; step > 0 ? at < end : at > end; at += step) count += 1;
  return count;
}

const bound = fc.option(fc.integer({ min: -7, max: 7 }));
const range = fc.record({ start: bound, stop: bound, step: fc.integer({ min: -3, max: 3 }).filter((step) => step !== 0) });

/** A size, what is taken of it, and what is left of it: nothing for a place. */
const dimension = fc.integer({ min: 1, max: 6 }).chain((dim) =>
  fc.oneof(
    range.map((key) => ({ dim, key: key as ItemKey, left: [countCells(dim, key)] })),
    fc.integer({ min: -dim, max: dim - 1 }).map((key) => ({ dim, key: key as ItemKey, left: [] as number[] })),
  ),
);

describe('getItem', () => {
  it("G18 has the shape that Python's brackets give, for any places, ranges, new dimensions and dots", () => {
    fc.assert(
      fc.property(fc.array(dimension, { maxLength: 4 }), fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 2 }), fc.array(fc.nat(6), { maxLength: 2 }), (given, rest, added) => {
        const dims = [...given];
        const shape = [...dims.map(({ dim }) => dim), ...rest];
        const keys: ItemKey[] = [...dims.map(({ key }) => key), '...'];
        const left = [...dims.map(({ left: sizes }) => sizes), rest];
        for (const at of added) {
          const place = Math.min(at, dims.length);
          keys.splice(place, 0, null);
          left.splice(place, 0, [1]);
          dims.splice(place, 0, { dim: 1, key: null, left: [1] });
        }
        expect((getItem(start('x', shape), keys) as Value).shape).toEqual(left.flat());
      }),
    );
  });

  it('G18 leaves unknown sizes unknown', () => {
    const x = start('x', [null, null, 3]);
    expect(getItem(x, [{}, -1]).shape).toEqual([null, 3]);
    expect(getItem(x, [{ start: 1 }, null, '...']).shape).toEqual([null, 1, null, 3]);
    expect(getItem(x, ['...', [2, 0]]).shape).toEqual([null, null, 2]);
  });

  it.each<[string, ItemKey | ItemKey[], string]>([
    ['more places than dimensions', [0, 0, 0], 'getItem: expected at most 2 places or ranges'],
    ['two dots', ['...', '...'], "one '...'"],
    ['a place outside', [2], 'getItem: expected a place from -2 to 1 in (2, 3), got 2'],
    ['places for two dimensions', [[0], [1]], 'getItem: expected places to pick for one dimension at most'],
    ['truth values', [[true, false] as unknown as number[]], 'getItem: expected whole numbers as places to pick'],
    ['a step of 0', [{ step: 0 }], 'stridedSlice: expected'],
  ])('G20 refuses %s', (_what, key, message) => {
    expect(() => getItem(start('x', [2, 3]), key)).toThrow(message);
  });
});
