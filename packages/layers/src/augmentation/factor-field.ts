import { unexpectedValue, type ConfigPlace, type Field } from '../config/field.js';

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

/**
 * Bounds as most layers of Keras 3 read them: a number stands for the upper one, with its negative or the lowest limit below;
 * a pair need only meet the limits.
 */
function parseBounds(value: number | Bounds | null, [lowest, highest]: Bounds, place: ConfigPlace): Bounds {
  const given = value ?? 0;
  if (typeof given === 'number' && given >= lowest && given <= highest) return [Math.max(-Math.abs(given), lowest), Math.abs(given)];
  if (isPair(given) && given[0] <= highest && given[1] >= lowest) return symmetric(given);
  throw unexpectedValue(place, `a number from ${lowest} to ${highest}, or a pair of them`, value);
}

/** {@link parseBounds}, without a default. */
export const bounds = (limits: Bounds): Field<number | Bounds | null, Bounds, true> => ({
  required: true,
  defaultValue: () => limits,
  parse: (value, place) => parseBounds(value, limits, place),
  serialize: (value) => value,
});

/** {@link parseBounds} with a default. */
export const boundsOr = (limits: Bounds, fallback: Bounds): Field<number | Bounds | null, Bounds, false> => ({
  ...bounds(limits),
  required: false,
  defaultValue: () => fallback,
});
