import type { Dialect } from './dialect.js';
import { InvalidConfigError, unexpectedValue, type ConfigPlace, type Field } from './field.js';

type Parse<In, Out> = (value: In, place: ConfigPlace) => Out;

function required<In, Out>(parse: Parse<In, Out>, serialize: (value: Out) => unknown = (value) => value): Field<In, Out, true> {
  return {
    required: true,
    defaultValue: () => {
      throw new Error('A required field has no default.');
    },
    parse,
    serialize,
  };
}

function optional<In, Out>(fallback: Out, parse: Parse<In, Out>, serialize: (value: Out) => unknown = (value) => value): Field<In, Out, false> {
  return { required: false, defaultValue: () => fallback, parse, serialize };
}

const isWhole = (value: unknown, least: number): value is number => typeof value === 'number' && Number.isInteger(value) && value >= least;

function parseWhole(least: number): Parse<number, number> {
  return (value, place) => {
    if (!isWhole(value, least)) throw unexpectedValue(place, `a whole number from ${least}`, value);
    return value;
  };
}

/** A count from 1, without a default. */
export const count = (): Field<number, number, true> => required(parseWhole(1));

/** A whole number from `least`. */
export const integer = (fallback: number, least = Number.MIN_SAFE_INTEGER): Field<number, number, false> => optional(fallback, parseWhole(least));

function parseNumber(value: number, place: ConfigPlace): number {
  if (typeof value !== 'number' || Number.isNaN(value)) throw unexpectedValue(place, 'a number', value);
  return value;
}

/** Any number. */
export const number = (fallback: number): Field<number, number, false> => optional(fallback, parseNumber);

/** A number, without a default. */
export const givenNumber = (): Field<number, number, true> => required(parseNumber);

/** A value that may be left open, written as null. */
export function nullable<In, Out>(inner: Field<In, Out>): Field<In | null, Out | null, false> {
  return {
    required: false,
    ...(inner.kerasKey === undefined ? {} : { kerasKey: inner.kerasKey }),
    defaultValue: () => null,
    parse: (value, place) => (value === null ? null : inner.parse(value, place)),
    serialize: (value, dialect) => (value === null ? null : inner.serialize(value, dialect)),
  };
}

/** The same field under another key in files, or under one for each dialect. */
export function spelled<In, Out, R extends boolean>(field: Field<In, Out, R>, kerasKey: string | Readonly<Record<Dialect, string>>): Field<In, Out, R> {
  return { ...field, kerasKey };
}

/**
 * The same field, written in files of one dialect only; read from both.
 *
 * @param key Of a field that changes what comes out: the other dialect then refuses any value but the default.
 */
export function onlyIn<In, Out, R extends boolean>(dialect: Dialect, field: Field<In, Out, R>, key?: string): Field<In, Out, R> {
  return {
    ...field,
    serialize: (value, target) => {
      if (target === dialect) return field.serialize(value, target);
      if (key !== undefined && JSON.stringify(value) !== JSON.stringify(field.defaultValue())) {
        throw new InvalidConfigError(`'${key}' of ${JSON.stringify(value)} has no place in a file of ${target === 'keras2' ? 'Keras 2' : 'Keras 3'}. Save in the other dialect.`);
      }
      return undefined;
    },
  };
}

/** The same field, not written in files of a dialect while it has its default: older releases of that Keras refuse the key. */
export function whenSetIn<In, Out, R extends boolean>(dialect: Dialect, field: Field<In, Out, R>): Field<In, Out, R> {
  return {
    ...field,
    serialize: (value, target) => (target === dialect && value === field.defaultValue() ? undefined : field.serialize(value, target)),
  };
}

/**
 * A key that Keras knows and of which only one value can be obeyed here; any other is refused by name.
 *
 * @param reason What would be needed, for the message.
 */
export const only = <T extends string | number | boolean | null>(value: T, reason: string): Field<T, T, false> =>
  optional(value, (given, place) => {
    if (given !== value) throw unexpectedValue(place, `${JSON.stringify(value)} (${reason})`, given);
    return given;
  });

/** True or false. */
export const boolean = (fallback: boolean): Field<boolean, boolean, false> =>
  optional(fallback, (value, place) => {
    if (typeof value !== 'boolean') throw unexpectedValue(place, 'true or false', value);
    return value;
  });

/** Text. */
export const string = (fallback: string): Field<string, string, false> => optional(fallback, parseString);

function parseString(value: string, place: ConfigPlace): string {
  if (typeof value !== 'string') throw unexpectedValue(place, 'a string', value);
  return value;
}

/** One of a few words. */
export function oneOf<const T extends string>(words: readonly T[], fallback: NoInfer<T>): Field<T, T, false> {
  return optional<T, T>(fallback, (value, place) => {
    if (!words.includes(value)) throw unexpectedValue(place, words.map((word) => `'${word}'`).join(' or '), value);
    return value;
  });
}

/** `channels_last` or `channels_first`; null and the TypeScript spellings count too. */
export type DataFormat = 'channels_last' | 'channels_first';

/** The order of axes of pictures and sequences. */
export const dataFormat = (): Field<DataFormat | 'channelsLast' | 'channelsFirst' | null, DataFormat, false> =>
  optional('channels_last', (value, place) => {
    if (value === null || value === 'channelsLast' || value === 'channels_last') return 'channels_last';
    if (value === 'channelsFirst' || value === 'channels_first') return 'channels_first';
    throw unexpectedValue(place, "'channels_last' or 'channels_first'", value);
  });

function parseSizes(rank: number, least: number): Parse<number | readonly number[], readonly number[]> {
  return (value, place) => {
    const sizes: readonly unknown[] = Array.isArray(value) ? value : Array.from({ length: rank }, () => value);
    if (sizes.length !== rank || !sizes.every((size) => isWhole(size, least))) {
      throw unexpectedValue(place, `a whole number from ${least}, or ${rank} of them`, value);
    }
    return sizes as readonly number[];
  };
}

/** One size for each of `rank` spatial dimensions; a single number counts for all. */
export const sizes = (rank: number): Field<number | readonly number[], readonly number[], true> => required(parseSizes(rank, 1));

/** A number of cells for each of `rank` spatial dimensions, or null for as many as it takes. */
export const cellsOrNull = (rank: number): Field<number | readonly number[] | null, readonly number[] | null, false> =>
  optional<number | readonly number[] | null, readonly number[] | null>(null, (value, place) => (value === null ? null : parseSizes(rank, 0)(value, place)));

/** {@link sizes} with a default. */
export const sizesOr = (rank: number, fallback: number): Field<number | readonly number[], readonly number[], false> =>
  optional<number | readonly number[], readonly number[]>(Array.from({ length: rank }, () => fallback), parseSizes(rank, 1));

/** A list of whole numbers. */
export const integers = (): Field<readonly number[], readonly number[], true> =>
  required((value, place) => {
    if (!Array.isArray(value) || !value.every((item) => isWhole(item, Number.MIN_SAFE_INTEGER))) {
      throw unexpectedValue(place, 'a list of whole numbers', value);
    }
    return value as readonly number[];
  });

/** One axis; a list of one axis, which older files hold, counts as that axis. */
export const axis = (fallback: number): Field<number | readonly number[], number, false> =>
  optional(fallback, (value, place) => {
    const single: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
    if (!isWhole(single, Number.MIN_SAFE_INTEGER)) throw unexpectedValue(place, 'an axis', value);
    return single;
  });

/** One axis, or several; a list of one axis, which files of Keras 2 hold, counts as that axis. */
export const axisOrAxes = (fallback: number): Field<number | readonly number[], number | readonly number[], false> =>
  optional<number | readonly number[], number | readonly number[]>(fallback, (value, place) => {
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (list.length === 0 || !list.every((item) => isWhole(item, Number.MIN_SAFE_INTEGER))) throw unexpectedValue(place, 'an axis or a list of axes', value);
    const [first, ...more] = list as readonly [number, ...number[]];
    return more.length === 0 ? first : [first, ...more];
  });
