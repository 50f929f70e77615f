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
