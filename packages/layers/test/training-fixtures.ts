import type { Tensor } from '@kedge/graph-core';
import { expect } from 'vitest';
import { readFixture } from './fixtures.js';
import { goldenTensor, type GoldenArray } from './golden-numbers.js';

/** Steps between neighbouring float32 numbers of magnitude 1. */
const EPSILON = 2 ** -23;

/** A number as JSON holds it; those that it has no word for are strings. */
export type Written = number | string;

/** A class name and a config, as Keras writes it. */
export interface Serialized {
  readonly class_name: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** One of the files that fixtures/python/training_goldens.py writes. */
export function trainingFixture<T>(name: string): readonly T[] {
  return readFixture<readonly T[]>(`training/${name}.json`);
}

/** An array of a fixture, or none. */
export function optionalTensor(array: GoldenArray | null | undefined): Tensor | undefined {
  return array ? goldenTensor(array) : undefined;
}

/**
 * Compares with Keras' float32 numbers: both sides round, by up to 16 steps of what they start from, and sums of some dozens
 * of terms in another order move the fifth digit at most.
 *
 * @param magnitude Of what the numbers were computed from.
 */
export function expectNumbers(actual: readonly number[], expected: readonly Written[], what: string, magnitude = 1): void {
  expect(actual.length, `${what}: count`).toBe(expected.length);
  expected.forEach((written, i) => {
    const [a, b] = [actual[i] ?? NaN, Number(written)];
    if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return;
    expect(Math.abs(a - b), `${what}[${i}]: ${a} for ${b}`).toBeLessThanOrEqual(1e-5 * Math.abs(b) + 16 * EPSILON * magnitude);
  });
}

/** The largest absolute value, at least 1. */
export const magnitudeOf = (...tensors: readonly Tensor[]): number => Math.max(1, ...tensors.flatMap((one) => Array.from(one.data as ArrayLike<number>, Math.abs).filter(Number.isFinite)));
