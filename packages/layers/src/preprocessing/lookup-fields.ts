import { isTensor, type Tensor } from '@kedge/graph-core';
import { unexpectedValue, type ConfigPlace, type Field } from '../config/field.js';
import type { Term } from './host/lookup-table.js';

/** How terms are put out. */
export type LookupMode = 'int' | 'one_hot' | 'multi_hot' | 'count' | 'tf_idf';

const OLD_MODES: Readonly<Record<string, string>> = { binary: 'multi_hot', 'tf-idf': 'tf_idf', oneHot: 'one_hot', multiHot: 'multi_hot', tfIdf: 'tf_idf' };

/** One of several output modes; names of earlier releases and of TypeScript count, too. */
export const outputMode = <M extends string>(modes: readonly M[], fallback: NoInfer<M>): Field<string, M, false> => ({
  required: false,
  defaultValue: () => fallback,
  parse: (value, place) => {
    const mode = OLD_MODES[value] ?? value;
    if (!(modes as readonly string[]).includes(mode)) throw unexpectedValue(place, modes.map((word) => `'${word}'`).join(' or '), value);
    return mode as M;
  },
  serialize: (value) => value,
});

function listOf<T>(check: (item: unknown) => item is T, what: string) {
  return (value: readonly T[] | Tensor, place: ConfigPlace): readonly T[] => {
    const items: readonly unknown[] = isTensor(value) ? Array.from<unknown>(value.data) : (value as readonly unknown[]);
    if (!Array.isArray(items) || !items.every(check)) throw unexpectedValue(place, what, value);
    return items;
  };
}

function nullableList<T>(check: (item: unknown) => item is T, what: string): Field<readonly T[] | Tensor | null, readonly T[] | null, false> {
  const parse = listOf(check, what);
  return { required: false, defaultValue: () => null, parse: (value, place) => (value === null ? null : parse(value, place)), serialize: (value) => value };
}

const isText = (item: unknown): item is string => typeof item === 'string';
const isInt = (item: unknown): item is number => typeof item === 'number' && Number.isInteger(item) && Math.abs(item) < 2 ** 31;
const isNumber = (item: unknown): item is number => typeof item === 'number' && Number.isFinite(item);

/** The words of a vocabulary. */
export const textVocabulary = () => nullableList(isText, 'a list of strings (the words themselves; a file of them is not read here)');

/** The numbers of a vocabulary. */
export const numberVocabulary = () => nullableList(isInt, 'a list of whole numbers of 32 bits');

/** The type that Keras holds numbers of a vocabulary in; here it is int32 for all. */
export const integerType = (): Field<string, string, false> => ({
  required: false,
  defaultValue: () => 'int64',
  parse: (value, place) => {
    if (!/^u?int(8|16|32|64)$/.test(value)) throw unexpectedValue(place, 'a type of integers', value);
    return value;
  },
  serialize: (value) => value,
});

/** A number for each term. */
export const weightsOfTerms = () => nullableList(isNumber, 'a list of numbers');

/** A term that may be missing. */
export function termOr<T extends Term>(fallback: T | null): Field<T | null, T | null, false> {
  return {
    required: false,
    defaultValue: () => fallback,
    parse: (value, place) => {
      if (value !== null && typeof value !== 'string' && !isInt(value)) throw unexpectedValue(place, 'a term of the vocabulary, or null', value);
      return value;
    },
    serialize: (value) => value,
  };
}

/** The key of a hash: one whole number, or two. */
export const salt = (): Field<number | readonly number[] | null, readonly [number, number] | null, false> => ({
  required: false,
  defaultValue: () => null,
  parse: (value, place) => {
    if (value === null) return null;
    const [first, second, ...more] = typeof value === 'number' ? [value, value] : value;
    if (!Number.isSafeInteger(first) || !Number.isSafeInteger(second) || more.length > 0) throw unexpectedValue(place, 'a whole number, or two of them', value);
    return [first as number, second as number];
  },
  serialize: (value) => value,
});

/** A number of bins that whole numbers of 32 bits can tell apart. */
export const bins = (): Field<number, number, true> => ({
  required: true,
  defaultValue: () => 1,
  parse: (value, place) => {
    if (!Number.isInteger(value) || value < 1 || value >= 2 ** 31) throw unexpectedValue(place, 'a whole number from 1 to 2147483647', value);
    return value;
  },
  serialize: (value) => value,
});
