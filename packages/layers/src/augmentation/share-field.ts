import { unexpectedValue, type Field } from '../config/field.js';

/** A number from 0 to 1. */
export const share = (fallback: number): Field<number, number, false> => ({
  required: false,
  defaultValue: () => fallback,
  parse: (value, place) => {
    if (typeof value !== 'number' || !(value >= 0 && value <= 1)) throw unexpectedValue(place, 'a number from 0 to 1', value);
    return value;
  },
  serialize: (value) => value,
});
