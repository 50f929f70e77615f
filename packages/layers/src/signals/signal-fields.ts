import { unexpectedValue, type Field } from '../config/field.js';
import { isWindow, windowNames } from './signal-windows.js';

/** A window over a frame: a name, its values, or null for none. */
export const window = (isKnown: (name: string) => boolean = isWindow, names: readonly string[] = windowNames): Field<string | readonly number[] | null, string | readonly number[] | null, false> => ({
  required: false,
  defaultValue: () => 'hann',
  parse: (value, place) => {
    const isValues = Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'number');
    const isName = typeof value === 'string' && isKnown(value);
    if (value !== null && !isValues && !isName) throw unexpectedValue(place, `null, the values of a window, or one of ${names.map((name) => `'${name}'`).join(', ')}`, value);
    return value;
  },
  serialize: (value) => value,
});
