import { InvalidArgumentError } from '../errors.js';
import { formatShape } from '../shape.js';
import { isTensor, tensor } from '../tensor.js';
import type { Value, ValueLike } from '../value.js';
import { stridedSlice, take, type StridedSliceAttrs } from './indexing.js';
import { isTyped } from '../infer.js';
import { op } from './op.js';
import { dtypeOf, shapeOf } from './operands.js';
import { expandDims, squeeze } from './reshaping.js';

/** Python's `start:stop:step`; what is left out is open. */
export interface SliceKey {
  readonly start?: number | null;
  readonly stop?: number | null;
  readonly step?: number | null;
}

/** What stands between the brackets for one dimension: a place, a range, all of the dimensions in the middle, a new one, or places to pick. */
export type ItemKey = number | SliceKey | '...' | null | ValueLike | readonly number[];

type Range = StridedSliceAttrs['ranges'][number];

const ALL: Range = { begin: null, end: null, step: 1 };

const isPick = (key: ItemKey): key is ValueLike | readonly number[] => Array.isArray(key) || isTyped(key);

function rangeOf(key: number | SliceKey): Range {
  if (typeof key === 'number') return { begin: key, end: key === -1 ? null : key + 1, step: 1 };
  return { begin: key.start ?? null, end: key.stop ?? null, step: key.step ?? 1 };
}

/** The keys with ranges over everything in place of the dots, and behind the last. */
function spelledOut(keys: readonly ItemKey[], rank: number): readonly ItemKey[] {
  const taking = keys.filter((key) => key !== null && key !== '...').length;
  const dots = keys.filter((key) => key === '...').length;
  if (taking > rank || dots > 1) throw new InvalidArgumentError(`getItem: expected at most ${rank} places or ranges and one '...', got ${taking} and ${dots}.`);
  const open = Array.from({ length: rank - taking }, (): SliceKey => ({}));
  return dots === 0 ? [...keys, ...open] : keys.flatMap((key) => (key === '...' ? open : [key]));
}

function expectInside(key: number, dim: number | null, shape: ReturnType<typeof shapeOf>): void {
  if (dim === null || (key >= -dim && key < dim)) return;
  throw new InvalidArgumentError(`getItem: expected a place from ${-dim} to ${dim - 1} in ${formatShape(shape)}, got ${key}.`);
}

function picked(x: Value, key: ValueLike | readonly number[], axis: number): Value {
  const places = Array.isArray(key) ? tensor(key as readonly number[], [key.length], 'int32') : (key as ValueLike);
  if (dtypeOf(places) === 'bool' || (Array.isArray(key) && !key.every(Number.isInteger))) throw new InvalidArgumentError('getItem: expected whole numbers as places to pick. How many elements truth values pick depends on them: use where instead.');
  return take(x, places, axis);
}

/**
 * What Python's `x[...]` gives.
 *
 * @param key For one dimension or, as a list, for each: a number takes a place, `{ start, stop, step }` a range, `'...'` stands for all dimensions
 * between, `null` puts in a new one, and a tensor of whole numbers picks places.
 *
 * Shape: sizes of the ranges, without the dimensions of which a place is taken.
 */
export const getItem = op('getItem', (x: ValueLike, key: ItemKey | readonly ItemKey[]): Value => {
  const shape = shapeOf(x);
  const keys = spelledOut(Array.isArray(key) && !isTensor(key) ? (key as readonly ItemKey[]) : [key as ItemKey], shape.length);
  const taking = keys.filter((item) => item !== null) as readonly Exclude<ItemKey, null>[];
  taking.forEach((item, i) => typeof item === 'number' && expectInside(item, shape[i] ?? null, shape));
  const ranges = taking.map((item) => (isPick(item) || item === '...' ? ALL : rangeOf(item as number | SliceKey)));
  let result = stridedSlice(x, ranges);
  const picks = taking.flatMap((item, axis) => (isPick(item) && typeof item !== 'number' ? [{ item, axis }] : []));
  if (picks.length > 1) throw new InvalidArgumentError('getItem: expected places to pick for one dimension at most.');
  for (const { item, axis } of picks) result = picked(result, item, axis);
  const width = picks[0] === undefined ? 1 : Array.isArray(picks[0].item) ? 1 : shapeOf(picks[0].item as ValueLike).length;
  const moved = (axis: number): number => (picks[0] !== undefined && axis > picks[0].axis ? axis + width - 1 : axis);
  const dropped = taking.flatMap((item, axis) => (typeof item === 'number' ? [moved(axis)] : []));
  if (dropped.length > 0) result = squeeze(result, dropped);
  return withNewAxes(result, keys, picks.length === 0 ? 1 : width);
}, 'numpy.get_item(x, key)');

function withNewAxes(x: Value, keys: readonly ItemKey[], width: number): Value {
  let place = 0;
  const added: number[] = [];
  for (const key of keys) {
    if (key === null) added.push(place);
    if (typeof key !== 'number') place += key !== null && isPick(key) ? width : 1;
  }
  return added.length === 0 ? x : expandDims(x, added);
}
