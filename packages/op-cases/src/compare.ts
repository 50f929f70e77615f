import type { Tensor } from '@kedge/graph-core';
import type { Expected } from './case.js';
import { allowedDeviation, EPSILON, type Tolerance } from './tolerance.js';

const show = (shape: readonly number[], dtype: string): string => `${dtype} [${shape.join(', ')}]`;

function differs(actual: number | string, expected: number | string, allowed: number): boolean {
  if (typeof actual === 'string' || typeof expected === 'string') return actual !== expected;
  // What overflows in the result's type is right to be infinite.
  const rounded = Math.fround(expected);
  if (!Number.isFinite(rounded)) return !Object.is(actual, rounded);
  return !(Math.abs(actual - expected) <= allowed || actual === rounded);
}

/**
 * Compares a result with the truth.
 *
 * @param tolerance For floats; everything else must be equal. Zeros are equal whatever their sign.
 * @returns What differs, or `undefined`.
 */
export function difference(actual: Tensor, expected: Expected, tolerance: Tolerance | undefined, epsilon = EPSILON): string | undefined {
  const [got, wanted] = [show(actual.shape, actual.dtype), show(expected.shape, expected.dtype)];
  if (got !== wanted) return `expected ${wanted}, got ${got}`;
  const used = expected.dtype === 'float32' ? tolerance : undefined;
  const wrong = expected.data.flatMap((want, i) => {
    const have = actual.data[i] ?? NaN;
    const allowed = typeof want === 'number' ? allowedDeviation(used, want, i, epsilon) : 0;
    return differs(have, want, allowed) ? [`element ${i} of ${wanted}: expected ${want} within ${allowed.toExponential(2)}, got ${have}`] : [];
  });
  if (actual.data.length !== expected.data.length) return `expected ${expected.data.length} elements, got ${actual.data.length}`;
  return wrong.length === 0 ? undefined : `${wrong[0]} (${wrong.length} of ${expected.data.length} differ)`;
}
