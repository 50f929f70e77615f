import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { thrownBy } from '../test/tiny.js';
import {
  areCompatible,
  broadcastShapes,
  elementCount,
  formatShape,
  isFullyKnown,
  normalizeAxes,
  normalizeAxis,
  resolvePadding,
  transposedOutputDim,
  windowOutputDim,
  type Dim,
} from './shape.js';

type Code = 'v' | 's';
type Row<Extra extends readonly unknown[]> = readonly [input: number, size: number, stride: number, dilation: number, ...Extra];

/** What fixtures/python/window_rules.py heard of Keras. */
const facts = JSON.parse(readFileSync(join(import.meta.dirname, '../../../fixtures/graph/windows.json'), 'utf8')) as {
  readonly conv: readonly Row<[Code, number | null]>[];
  readonly transpose: readonly Row<[Code, number | null, number]>[];
  readonly before: readonly Row<[number | null]>[];
};

const PADDING = { v: 'valid', s: 'same' } as const;

describe('windows', () => {
  it('G19 give as many cells as in Keras, or are refused as there', () => {
    for (const [input, size, stride, dilation, code, expected] of facts.conv) {
      const count = (): Dim => windowOutputDim(input, { size, stride, dilation }, PADDING[code], 0, 'test');
      const where = JSON.stringify([input, size, stride, dilation, code]);
      if (expected === null) expect(thrownBy(count), where).toMatchObject({ code: 'SHAPE_MISMATCH' });
      else expect(count(), where).toBe(expected);
    }
    expect(facts.conv.length).toBe(1440);
  });

  it('G19 give as many cells when transposed', () => {
    for (const [input, size, stride, dilation, code, outputPadding, expected] of facts.transpose) {
      const where = JSON.stringify([input, size, stride, dilation, code, outputPadding]);
      expect(transposedOutputDim(input, { size, stride, dilation }, PADDING[code], outputPadding), where).toBe(expected);
    }
    expect(facts.transpose.length).toBe(720);
  });

  it("G19 'same' padding lies where TensorFlow puts it, the odd cell at the end", () => {
    for (const [input, size, stride, dilation, before] of facts.before) {
      if (before === null) continue; // Every tap of the first window fell outside.
      const [first, last] = resolvePadding('same', input, { size, stride, dilation }, 0);
      expect(first, JSON.stringify([input, size, stride, dilation])).toBe(before);
      expect([0, 1]).toContain(last - first);
    }
    expect(facts.before.filter(([, , , , before]) => before !== null).length).toBeGreaterThan(200);
  });

  it('G19 explicit padding is counted in, dimension by dimension', () => {
    const window = { size: 3, stride: 2, dilation: 2 };
    expect(windowOutputDim(8, window, [[0, 0], [2, 1]], 1, 'test')).toBe(Math.floor((8 + 3 - 5) / 2) + 1);
    expect(resolvePadding([[0, 0], [2, 1]], 8, window, 1)).toEqual([2, 1]);
    expect(resolvePadding('valid', 8, window, 1)).toEqual([0, 0]);
  });

  it('G19 an unknown size stays unknown', () => {
    const window = { size: 3, stride: 2, dilation: 1 };
    for (const padding of ['valid', 'same'] as const) {
      expect(windowOutputDim(null, window, padding, 0, 'test')).toBeNull();
      expect(transposedOutputDim(null, window, padding, 1)).toBeNull();
    }
  });

  it('G19 the error says how many cells it takes and what to do', () => {
    expect(() => windowOutputDim(2, { size: 3, stride: 1, dilation: 2 }, 'valid', 1, 'conv')).toThrow(
      "conv: expected at least 5 cells along spatial dimension 1 for a kernel of 3 (dilation 2) with 'valid' padding, got 2. Use a larger input or 'same' padding.",
    );
  });

  it('G19 padding is just what the windows need: positions counted by hand agree', () => {
    const natural = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(natural, natural, natural, fc.integer({ min: 1, max: 3 }), fc.nat(4), fc.nat(4), (input, size, stride, dilation, before, after) => {
        const span = (size - 1) * dilation + 1;
        const starts: number[] = [];
        for (let start = -before; start + span <= input + after; start += stride) starts.push(start);
        const count = (): Dim => windowOutputDim(input, { size, stride, dilation }, [[before, after]], 0, 'test');
        if (starts.length === 0) expect(count).toThrow('expected at least');
        else expect(count()).toBe(starts.length);
      }),
    );
  });
});

const dim = fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 4 }));
const shape = fc.array(dim, { maxLength: 4 });
const known = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 });

describe('broadcasting', () => {
  it('G18 does not depend on the order of the operands', () => {
    fc.assert(
      fc.property(shape, shape, (a, b) => {
        const attempt = (x: readonly Dim[], y: readonly Dim[]): unknown => {
          try {
            return broadcastShapes(x, y, 'test');
          } catch {
            return 'refused';
          }
        };
        expect(attempt(a, b)).toEqual(attempt(b, a));
      }),
    );
  });

  it('G18 known sizes follow the rule, read off dimension by dimension', () => {
    fc.assert(
      fc.property(known, known, (a, b) => {
        const rank = Math.max(a.length, b.length);
        const pairs = Array.from({ length: rank }, (_, i) => [a[i - rank + a.length] ?? 1, b[i - rank + b.length] ?? 1] as const);
        const fits = pairs.every(([x, y]) => x === y || x === 1 || y === 1);
        if (fits) expect(broadcastShapes(a, b, 'test')).toEqual(pairs.map(([x, y]) => (x === 1 ? y : x)));
        else expect(() => broadcastShapes(a, b, 'test')).toThrow('test: expected shapes that broadcast together');
      }),
    );
  });

  it('G18 whatever the unknown sizes turn out to be, the result is compatible with what was inferred', () => {
    fc.assert(
      fc.property(known, fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }), known, (a, hide, b) => {
        const vague = a.map((size, i) => (hide[i] === true ? null : size));
        let exact: readonly Dim[];
        try {
          exact = broadcastShapes(a, b, 'test');
        } catch {
          return;
        }
        expect(areCompatible(broadcastShapes(vague, b, 'test'), exact)).toBe(true);
      }),
    );
  });

  it('G18 the error names both shapes and the dimension', () => {
    expect(() => broadcastShapes([2, null, 3], [2, 4, 5], 'add')).toThrow('add: expected shapes that broadcast together, got (2, null, 3) and (2, 4, 5), which differ in dimension 2.');
  });
});

describe('sizes and axes', () => {
  it('G18 counts elements, unknown when a size is', () => {
    expect([elementCount([]), elementCount([2, 3]), elementCount([0, 3]), elementCount([2, null])]).toEqual([1, 6, 0, null]);
    expect([isFullyKnown([]), isFullyKnown([0, 2]), isFullyKnown([null])]).toEqual([true, true, false]);
    expect(formatShape([null, 299, 3])).toBe('(null, 299, 3)');
  });

  it('G18 shapes are compatible when they could be the same', () => {
    expect(areCompatible([null, 3], [2, 3])).toBe(true);
    expect(areCompatible([2, 3], [2, null])).toBe(true);
    expect(areCompatible([2, 3], [2, 4])).toBe(false);
    expect(areCompatible([2, 3], [2, 3, 1])).toBe(false);
  });

  it('G18 axes count from both ends, several come out ascending', () => {
    expect([normalizeAxis(0, 3, 'x'), normalizeAxis(-1, 3, 'x'), normalizeAxis(-3, 3, 'x')]).toEqual([0, 2, 0]);
    expect(normalizeAxes([-1, 0], 3, 'x')).toEqual([0, 2]);
    expect(normalizeAxes(null, 3, 'x')).toEqual([0, 1, 2]);
    expect(normalizeAxes(1, 3, 'x')).toEqual([1]);
  });

  it.each([3, -4, 1.5, Number.NaN])('G20 refuses axis %s of rank 3', (axis) => {
    expect(() => normalizeAxis(axis, 3, 'sum')).toThrow(`sum: expected an axis from -3 to 2 for rank 3, got ${axis}.`);
  });

  it('G20 refuses an axis twice, from whichever end', () => {
    expect(() => normalizeAxes([0, -3], 3, 'sum')).toThrow('sum: expected each axis once, got [0, 0].');
  });
});
