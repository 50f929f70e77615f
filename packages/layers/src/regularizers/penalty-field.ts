import { unexpectedValue, type Field } from '../config/field.js';

/** How much a penalty counts: a finite number from 0; null, which Keras 2 takes, for 0. */
export const penalty = (fallback: number): Field<number | null, number, false> => ({
  required: false,
  defaultValue: () => fallback,
  parse: (value, place) => {
    const given = value ?? 0;
    if (!(typeof given === 'number' && given >= 0 && Number.isFinite(given))) throw unexpectedValue(place, 'a finite number from 0', value);
    return given;
  },
  serialize: (value) => value,
});
