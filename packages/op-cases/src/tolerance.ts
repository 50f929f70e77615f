/** Distance of 1 to the next float32 number. */
export const EPSILON = 2 ** -23;

/** Smallest float32 number with full precision; engines may flush what is smaller to zero. */
const SMALLEST_NORMAL = 2 ** -126;

/**
 * What a tolerance is computed from.
 *
 * `terms` products of which the largest has size `scale`, added up; or a function of each element that is off by so many
 * units in the last place of the result and of its `condition` `|x * f'(x)|`, which is what rounding the argument costs.
 */
export type Tolerance =
  | { readonly terms: number; readonly scale: number }
  | { readonly ulps: number; readonly condition?: readonly number[] };

/**
 * How far an element of a result may lie from the truth.
 *
 * @param tolerance `undefined` for exact results.
 * @param expected The truth.
 * @param index Which element.
 * @param epsilon Of the arithmetic that computed it.
 */
export function allowedDeviation(tolerance: Tolerance | undefined, expected: number, index: number, epsilon = EPSILON): number {
  if (tolerance === undefined) return 0;
  if ('terms' in tolerance) return tolerance.terms * epsilon * tolerance.scale + SMALLEST_NORMAL;
  return tolerance.ulps * epsilon * (Math.abs(expected) + (tolerance.condition?.[index] ?? 0)) + SMALLEST_NORMAL;
}
