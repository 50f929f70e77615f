import type { DType } from '../dtype.js';
import { InvalidArgumentError } from '../errors.js';
import { normalizeAxes } from '../shape.js';
import type { Value, ValueLike } from '../value.js';
import { add, divide, greater, maximum, minimum, multiply, subtract, where } from './binary.js';
import { cast } from './cast.js';
import { ceil, floor, isNan, logicalNot, round, sqrt, square } from './elementwise.js';
import { gather } from './indexing.js';
import { nanToNum } from './arithmetic.js';
import { op } from './op.js';
import { asFloat, dtypeOf, shapeOf } from './operands.js';
import { all, argmax, argmin, cumprod, cumsum, max, min, prod, sum } from './reduction.js';
import { concatenate, expandDims, reshape } from './reshaping.js';
import { sort } from './sorting.js';
import { flattened, percents, sharesOf, type Axes, type QuantileMethod, type Shares } from './statistics.js';

const isWhole = (x: ValueLike): boolean => dtypeOf(x) !== 'float32';
const replaced = (x: ValueLike, by: number): ValueLike => (isWhole(x) ? x : where(isNan(x), by, x));

/** NaN where there is no number along the axes, else a result. */
const orNan = (x: ValueLike, axis: Axes, keepDims: boolean, result: Value): Value => (isWhole(x) ? result : where(all(isNan(x), axis, keepDims), NaN, result));

/** Sum of the numbers along the axes. Shape: `x` without the axes (size 1 with `keepDims`). */
export const nansum = op('nansum', (x: ValueLike, axis: Axes = null, keepDims = false): Value => sum(replaced(x, 0), axis, keepDims), 'numpy.nansum(x, axis*, keepdims*)');

/** Product of the numbers along the axes. Shape: `x` without the axes (size 1 with `keepDims`). */
export const nanprod = op('nanprod', (x: ValueLike, axis: Axes = null, keepDims = false): Value => prod(replaced(x, 1), axis, keepDims), 'numpy.nanprod(x, axis*, keepdims*)');

/** Largest number along the axes. Shape: `x` without the axes (size 1 with `keepDims`). */
export const nanmax = op('nanmax', (x: ValueLike, axis: Axes = null, keepDims = false): Value => orNan(x, axis, keepDims, max(replaced(x, -Infinity), axis, keepDims)), 'numpy.nanmax(x, axis*, keepdims*)');

/** Smallest number along the axes. Shape: `x` without the axes (size 1 with `keepDims`). */
export const nanmin = op('nanmin', (x: ValueLike, axis: Axes = null, keepDims = false): Value => orNan(x, axis, keepDims, min(replaced(x, Infinity), axis, keepDims)), 'numpy.nanmin(x, axis*, keepdims*)');

/** How many numbers there are along the axes. */
const numberCount = (x: ValueLike, axis: Axes, keepDims: boolean): Value => sum(cast(logicalNot(isNan(x)), 'float32'), axis, keepDims);

/** Mean of the numbers along the axes. Shape: `x` without the axes (size 1 with `keepDims`). */
export const nanmean = op('nanmean', (x: ValueLike, axis: Axes = null, keepDims = false): Value => {
  const value = asFloat(x);
  return divide(nansum(value, axis, keepDims), numberCount(value, axis, keepDims));
}, 'numpy.nanmean(x, axis*, keepdims*)');

/** Variance of the numbers along the axes. Shape: `x` without the axes (size 1 with `keepDims`). */
export const nanvar = op('nanvar', (x: ValueLike, axis: Axes = null, keepDims = false): Value => {
  const value = asFloat(x);
  const distances = where(isNan(value), 0, subtract(value, nanmean(value, axis, true)));
  return divide(sum(square(distances), axis, keepDims), numberCount(value, axis, keepDims));
}, 'numpy.nanvar(x, axis*, keepdims*)');

/** Standard deviation of the numbers along the axes. Shape: `x` without the axes (size 1 with `keepDims`). */
export const nanstd = op('nanstd', (x: ValueLike, axis: Axes = null, keepDims = false): Value => sqrt(nanvar(x, axis, keepDims)), 'numpy.nanstd(x, axis*, keepdims*)');

/** Place of the largest number along an axis, -1 where there is none. Shape: `x` without the axis. */
export const nanargmax = op('nanargmax', (x: ValueLike, axis: number | null = null, keepDims = false): Value =>
  orNowhere(x, axis, keepDims, argmax(replaced(x, -Infinity), axis, keepDims)),
  'numpy.nanargmax(x, axis*, keepdims*)',
);

/** Place of the smallest number along an axis, -1 where there is none. Shape: `x` without the axis. */
export const nanargmin = op('nanargmin', (x: ValueLike, axis: number | null = null, keepDims = false): Value =>
  orNowhere(x, axis, keepDims, argmin(replaced(x, Infinity), axis, keepDims)),
  'numpy.nanargmin(x, axis*, keepdims*)',
);

const orNowhere = (x: ValueLike, axis: number | null, keepDims: boolean, place: Value): Value => (isWhole(x) ? place : where(all(isNan(x), axis, keepDims), -1, place));

/** Running sum of the numbers along an axis, or over all elements. Shape: that of `x`, or a vector. */
export const nancumsum = op('nancumsum', (x: ValueLike, axis: number | null = null, dtype: DType | null = null): Value =>
  cumsum(nanToNum(x), axis, dtype === null ? {} : { dtype }),
  'numpy.nancumsum(x, axis*, dtype*)',
);

/** Running product of the numbers along an axis, or over all elements. Shape: that of `x`, or a vector. */
export const nancumprod = op('nancumprod', (x: ValueLike, axis: number | null = null, dtype: DType | null = null): Value =>
  cumprod(nanToNum(x, 1), axis, dtype === null ? {} : { dtype }),
  'numpy.nancumprod(x, axis*, dtype*)',
);

/** Where the number at a share stands among `n` in ascending order: the places below and above, and what the second weighs. */
function placesAmong(n: Value, share: number, method: QuantileMethod): readonly [Value, Value, ValueLike] {
  const at = multiply(subtract(maximum(n, 1), 1), share);
  const [low, high] = [floor(at), minimum(ceil(at), subtract(maximum(n, 1), 1))];
  if (method === 'lower') return [low, low, 0];
  if (method === 'higher') return [high, high, 0];
  if (method === 'nearest') return [round(at), round(at), 0];
  if (method === 'midpoint') return [low, high, 0.5];
  if (method === 'linear') return [low, high, subtract(at, low)];
  throw new InvalidArgumentError(`nanquantile: expected method 'linear', 'lower', 'higher', 'midpoint' or 'nearest', got ${JSON.stringify(method)}.`);
}

/** As `quantile`, of the elements that are numbers. Shape: that of `q`, then `x` without the axes (size 1 with `keepDims`). */
export const nanquantile = op('nanquantile', (x: ValueLike, q: Shares, axis: Axes = null, method: QuantileMethod = 'linear', keepDims = false): Value => {
  const axes = normalizeAxes(axis, shapeOf(x).length, 'nanquantile');
  const rows = flattened(asFloat(x), axes, 'nanquantile');
  const rank = rows.shape.length - 1;
  const n = numberCount(rows, -1, true);
  // What is no number comes last, behind all the places that are asked for.
  const sorted = sort(replaced(rows, Infinity));
  const { list, shape } = sharesOf(q);
  const results = list.map((share) => {
    const [low, high, weight] = placesAmong(n, share, method);
    const pick = (place: Value): Value => gather(sorted, cast(place, 'int32'), rank, rank);
    const mixed = weight === 0 ? pick(low) : add(multiply(pick(low), subtract(1, weight)), multiply(where(greater(weight, 0), pick(high), 0), weight));
    const row = reshape(where(greater(n, 0), mixed, NaN), rows.shape.slice(0, -1));
    return expandDims(keepDims ? expandDims(row, axes) : row, 0);
  });
  return stacked(results, shape);
}, 'numpy.nanquantile(x, q, axis*, method*, keepdims*)');

function stacked(results: readonly Value[], shape: readonly number[]): Value {
  const joined = concatenate(results, 0);
  return reshape(joined, [...shape, ...joined.shape.slice(1)]);
}

/** As `nanquantile`, by shares of a hundred. */
export const nanpercentile = op('nanpercentile', (x: ValueLike, q: Shares, axis: Axes = null, method: QuantileMethod = 'linear', keepDims = false): Value =>
  nanquantile(x, percents(q), axis, method, keepDims),
  'numpy.nanpercentile(x, q, axis*, method*, keepdims*)',
);

/** The number in the middle of those along the axes. Shape: `x` without the axes (size 1 with `keepDims`). */
export const nanmedian = op('nanmedian', (x: ValueLike, axis: Axes = null, keepDims = false): Value => nanquantile(x, 0.5, axis, 'linear', keepDims), 'numpy.nanmedian(x, axis*, keepdims*)');
