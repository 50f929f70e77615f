import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dequantizeAffine, quantizeAffine, rangeOf } from './affine.js';

function roundTrip(values: Float32Array, type: 'uint8' | 'uint16') {
  const { scale, min, stored } = quantizeAffine(values, type);
  const out = new Float32Array(values.length);
  dequantizeAffine(stored, scale, min, out);
  return { scale, out };
}

describe('affine quantization', () => {
  test('the ends of the range become 0 and the largest number', () => {
    const { scale, min, stored } = quantizeAffine(Float32Array.of(1, 2, 3.55), 'uint8');
    expect(min).toBe(1);
    expect(scale).toBeCloseTo(2.55 / 255, 7);
    expect([...stored]).toEqual([0, 100, 255]);
  });

  test('equal values become zeros with scale 1 and are exact', () => {
    for (const value of [0, 0.1, -7, 1e30]) {
      const { scale, min, stored } = quantizeAffine(new Float32Array(5).fill(value), 'uint8');
      expect([scale, min, [...stored]]).toEqual([1, Math.fround(value), [0, 0, 0, 0, 0]]);
      expect(roundTrip(new Float32Array(5).fill(value), 'uint16').out[4]).toBe(Math.fround(value));
    }
  });

  test('zero stays exactly zero, and no value moves by more than a step', () => {
    const values = fc.array(fc.float({ noNaN: true, min: Math.fround(-1e38), max: Math.fround(1e38) }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(values, fc.constantFrom('uint8' as const, 'uint16' as const), (list, type) => {
        const data = Float32Array.from([...list, 0]);
        const { scale, out } = roundTrip(data, type);
        const { min, max } = rangeOf(data);
        // Half a step by rounding, half a step by moving the range, and the rounding of the result to single precision.
        const tolerance = scale * (1 + 1e-9) + Math.max(Math.abs(min), Math.abs(max)) * 2 ** -23;
        expect(out.at(-1)).toBe(0);
        if (min === max) return;
        for (let index = 0; index < data.length; index++) expect(Math.abs((out[index] as number) - (data[index] as number))).toBeLessThanOrEqual(tolerance);
      }),
    );
  });

  test('no values at all', () => {
    expect(quantizeAffine(new Float32Array(0), 'uint8')).toEqual({ scale: 1, min: 0, stored: new Uint8Array(0) });
  });
});
