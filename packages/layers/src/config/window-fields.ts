import { unexpectedValue, type ConfigPlace, type Field } from './field.js';

/** How a window meets the borders, by word; capitals do not matter, as in Keras. */
export function paddingMode<const P extends string>(words: readonly P[]): Field<P | Uppercase<P>, P, false> {
  return {
    required: false,
    defaultValue: () => words[0] as P,
    parse: (value, place) => {
      const word = words.find((candidate) => typeof value === 'string' && candidate === value.toLowerCase());
      if (word === undefined) throw unexpectedValue(place, words.map((candidate) => `'${candidate}'`).join(' or '), value);
      return word;
    },
    serialize: (value) => value,
  };
}

/** Cells before and after one dimension. */
export type Border = readonly [before: number, after: number];

/** One number for all borders, one for each dimension, or a pair for each. */
export type BordersLike = number | readonly (number | Border)[];

const isCells = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 0;
const isBorder = (value: unknown): value is Border => Array.isArray(value) && value.length === 2 && value.every(isCells);

function parseBorders(rank: number, value: BordersLike, place: ConfigPlace): readonly Border[] {
  if (isCells(value)) return Array.from({ length: rank }, (): Border => [value, value]);
  // For one dimension Keras takes the pair itself.
  const list = rank === 1 && isBorder(value) ? [value] : value;
  if (!Array.isArray(list) || list.length !== rank || !list.every((item) => isCells(item) || isBorder(item))) {
    throw unexpectedValue(place, `a whole number from 0, or for each of ${rank} dimensions a number or a pair`, value);
  }
  return (list as readonly (number | Border)[]).map((item): Border => (typeof item === 'number' ? [item, item] : item));
}

/** Cells at the borders of `rank` dimensions. */
export const borders = (rank: number, fallback: number): Field<BordersLike, readonly Border[], false> => ({
  required: false,
  defaultValue: () => Array.from({ length: rank }, (): Border => [fallback, fallback]),
  parse: (value, place) => parseBorders(rank, value, place),
  serialize: (value) => (rank === 1 ? value[0] : value),
});
