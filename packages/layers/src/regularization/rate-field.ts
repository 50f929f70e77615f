import { unexpectedValue, type Field } from '../config/field.js';

/** A share from 0 to 1, without a default. */
export const rate = (): Field<number, number, true> => ({
  required: true,
  defaultValue: () => 0,
  parse: (value, place) => {
    if (typeof value !== 'number' || !(value >= 0 && value <= 1)) throw unexpectedValue(place, 'a number from 0 to 1', value);
    return value;
  },
  serialize: (value) => value,
});
