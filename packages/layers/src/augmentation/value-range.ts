import { ops, type ValueLike } from '@kedge/graph-core';
import { unexpectedValue, type Field } from '../config/field.js';
import type { Bounds } from './factor-field.js';

/** The least and the greatest value that a pixel has. */
export const valueRange = (): Field<Bounds, Bounds, false> => ({
  required: false,
  defaultValue: () => [0, 255],
  parse: (value, place) => {
    const isRange = Array.isArray(value) && value.length === 2 && value.every((item) => typeof item === 'number');
    if (!isRange) throw unexpectedValue(place, 'a pair of numbers', value);
    return value;
  },
  serialize: (value) => value,
});

/** {@link valueRange}, the lesser number first, however it was written. */
export const sortedRange = (): Field<Bounds, Bounds, false> => {
  const field = valueRange();
  return {
    ...field,
    parse: (value, place) => {
      const [a, b] = field.parse(value, place);
      return [Math.min(a, b), Math.max(a, b)];
    },
  };
};

/** The range in which colours are computed with. */
export const BYTES: Bounds = [0, 255];

/** Values of one range in the other, the ends on the ends. */
export function toRange(x: ValueLike, from: Bounds, to: Bounds): ValueLike {
  if (from[0] === to[0] && from[1] === to[1]) return x;
  const share = ops.divide(ops.subtract(x, from[0]), from[1] - from[0]);
  return ops.add(ops.multiply(share, to[1] - to[0]), to[0]);
}
