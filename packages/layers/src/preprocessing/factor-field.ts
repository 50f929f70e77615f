import { unexpectedValue, type Field } from '../config/field.js';

/** Bounds between which a random number is drawn. */
export type Bounds = readonly [lower: number, upper: number];

const isPair = (value: unknown): value is Bounds => Array.isArray(value) && value.length === 2 && value.every((item) => typeof item === 'number');

/**
 * A number, or a pair of bounds; kept as it is written.
 *
 * @param limits Between which the numbers must lie.
 */
export const factor = (limits: Bounds): Field<number | Bounds, number | Bounds, true> => ({
  required: true,
  defaultValue: () => 0,
  parse: (value, place) => {
    const numbers = isPair(value) ? value : [value];
    if (!numbers.every((item) => typeof item === 'number' && item >= limits[0] && item <= limits[1])) {
      throw unexpectedValue(place, `a number from ${limits[0]} to ${limits[1]}, or a pair of them`, value);
    }
    return value;
  },
  serialize: (value) => value,
});

/** {@link factor}, of which files hold the bounds: a number stands for itself and its negative. */
export const symmetricFactor = (limits: Bounds): Field<number | Bounds, Bounds, true> => ({
  required: true,
  defaultValue: () => [0, 0],
  parse: (value, place) => symmetric(factor(limits).parse(value, place)),
  serialize: (value) => value,
});

/** The bounds that a factor stands for, where a number stands for itself and its negative. */
export function symmetric(value: number | Bounds): Bounds {
  if (typeof value === 'number') return [-Math.abs(value), Math.abs(value)];
  return [Math.min(...value), Math.max(...value)];
}
