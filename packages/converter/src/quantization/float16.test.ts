import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { float16Table, fromFloat16, toFloat16 } from './float16.js';

/** A half as its bits say: `(-1)^s * 2^(e-15) * 1.m`, written out independently of the code under test. */
function valueOf(bits: number): number {
  const [sign, exponent, mantissa] = [bits >> 15, (bits >> 10) & 31, bits & 1023];
  const magnitude = exponent === 0 ? (mantissa / 1024) * 2 ** -14 : exponent === 31 ? (mantissa === 0 ? Infinity : NaN) : (1 + mantissa / 1024) * 2 ** (exponent - 15);
  return sign === 1 ? -magnitude : magnitude;
}

/** The single-precision numbers next to a positive one. */
function neighbours(value: number): [number, number] {
  const float = new Float32Array([value, value]);
  const bits = new Uint32Array(float.buffer);
  bits[0] = (bits[0] as number) + 1;
  bits[1] = (bits[1] as number) - 1;
  return [float[0] as number, float[1] as number];
}

const ALL = Array.from({ length: 65536 }, (_, bits) => bits);

describe('float16', () => {
  test('all 65,536 numbers have the value that IEEE 754 gives them', () => {
    const table = float16Table();
    const wrong = ALL.filter((bits) => !Object.is(table[bits], valueOf(bits)) || !Object.is(fromFloat16(bits), valueOf(bits)));
    expect(wrong).toEqual([]);
  });

  test('every number that is a half becomes itself', () => {
    const wrong = ALL.filter((bits) => {
      const value = valueOf(bits);
      return Number.isNaN(value) ? !Number.isNaN(fromFloat16(toFloat16(value))) : toFloat16(value) !== bits;
    });
    expect(wrong).toEqual([]);
  });

  test('half way between two neighbours goes to the even one, a little more or less to the nearer', () => {
    const wrong = ALL.slice(0, 0x7bff).filter((bits) => {
      const middle = (valueOf(bits) + valueOf(bits + 1)) / 2;
      const [above, below] = neighbours(middle);
      return toFloat16(middle) !== bits + (bits % 2) || toFloat16(above) !== bits + 1 || toFloat16(below) !== bits;
    });
    expect(wrong).toEqual([]);
  });

  test('what NumPy gives at the ends of the range', () => {
    // np.float32(x).astype(np.float16).view(np.uint16)
    const cases: [number, number][] = [
      [65504, 0x7bff], [65519.99609375, 0x7bff], [65520, 0x7c00], [1e10, 0x7c00], [-65520, 0xfc00],
      [2 ** -24, 0x0001], [2 ** -25, 0x0000], [2.98023259404e-8, 0x0001], [1e-40, 0], [-1e-40, 0x8000], [-0, 0x8000],
    ];
    for (const [value, bits] of cases) expect(toFloat16(value), String(value)).toBe(bits);
  });

  test('the nearest half, for any single-precision number', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true }), (value) => {
        const bits = toFloat16(value);
        const error = Math.abs(valueOf(bits) - value);
        if (!Number.isFinite(valueOf(bits))) return Math.abs(value) >= 65520;
        const magnitude = bits & 0x7fff;
        const near = [magnitude - 1, magnitude + 1].filter((other) => other >= 0 && other < 0x7c00);
        return near.every((other) => Math.abs(valueOf(other | (bits & 0x8000)) - value) >= error);
      }),
      { numRuns: 5000 },
    );
  });
});
