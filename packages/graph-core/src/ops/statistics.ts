import { InvalidArgumentError } from '../errors.js';
import { normalizeAxes, normalizeAxis, type Dim } from '../shape.js';
import { isTensor, tensor, type Tensor } from '../tensor.js';
import type { Value, ValueLike } from '../value.js';
import { add, divide, equal, greaterEqual, lessEqual, logicalAnd, multiply, notEqual, subtract, where } from './binary.js';
import { cast } from './cast.js';
import { identity, isNan, square, sqrt } from './elementwise.js';
import { oneHot, take } from './indexing.js';
import { matmul } from './linear-algebra.js';
import { op } from './op.js';
import { asFloat, asType, dtypeOf, shapeOf } from './operands.js';
import { knownDim, ravel } from './rearranging.js';
import { any, max, mean, min, sum } from './reduction.js';
import { expandDims, moveaxis, reshape, split, transpose } from './reshaping.js';
import { sort } from './sorting.js';
import { linspace } from './sequences.js';

type Axes = number | readonly number[] | null;

const count = (shape: readonly Dim[], axes: readonly number[], where: string): number => axes.reduce((size, axis) => size * knownDim(shape, axis, where), 1);

/** Mean of the squares of the distances from the mean. Shape: `x` without the axes (size 1 with `keepDims`). */
export const variance = op('var', (x: ValueLike, axis: Axes = null, keepDims = false): Value =>
  mean(square(subtract(asFloat(x), mean(x, axis, true))), axis, keepDims),
  'numpy.var(x, axis*, keepdims*)',
);

/** Square root of the variance. Shape: `x` without the axes (size 1 with `keepDims`). */
export const std = op('std', (x: ValueLike, axis: Axes = null, keepDims = false): Value => sqrt(variance(x, axis, keepDims)), 'numpy.std(x, axis*, keepdims*)');

/** Mean and variance. Shape of both: `x` without the axes (size 1 with `keepDims`). */
export const moments = op('moments', (x: ValueLike, axes: Axes, keepDims = false): Value[] => [mean(x, axes, keepDims), variance(x, axes, keepDims)], 'nn.moments(x, axes*, keepdims*, synchronized*~)');

/** Largest element less the smallest. Shape: `x` without the axes (size 1 with `keepDims`). */
export const ptp = op('ptp', (x: ValueLike, axis: Axes = null, keepDims = false): Value => subtract(max(x, axis, keepDims), min(x, axis, keepDims)), 'numpy.ptp(x, axis*, keepdims*)');

/** How many elements are not 0, as `int32`. Shape: `x` without the axes. */
export const countNonzero = op('countNonzero', (x: ValueLike, axis: Axes = null): Value => sum(cast(notEqual(x, 0), 'int32'), axis), 'numpy.count_nonzero(x, axis*)');

/** Mean in which elements weigh as they are told, by weights of the same shape or one for each place of the axis. Shape: `x` without the axis. */
export const average = op('average', (x: ValueLike, axis: Axes = null, weights: ValueLike | null = null): Value => {
  if (weights === null) return mean(x, axis);
  const [value, weight] = [asFloat(x), asFloat(weights)];
  const rank = shapeOf(x).length;
  const isVector = shapeOf(weight).length === 1 && rank > 1 && typeof axis === 'number';
  const spread = isVector ? reshape(weight, Array.from({ length: rank }, (_, i) => (i === normalizeAxis(axis, rank, 'average') ? -1 : 1))) : identity(weight);
  return divide(sum(multiply(value, spread), axis), sum(multiply(spread, cast(equal(value, value), 'float32')), axis));
}, 'numpy.average(x, axis*, weights)');

/** Correlation of the rows of a matrix with each other. Shape: `[rows, rows]`. */
export const corrcoef = op('corrcoef', (x: ValueLike): Value => {
  const rows = shapeOf(x).length === 1 ? expandDims(asFloat(x), 0) : asFloat(x);
  const centred = subtract(rows, mean(rows, -1, true));
  const covariance = matmul(centred, centred, { transposeB: true });
  const deviation = sqrt(sum(square(centred), -1, true));
  const result = divide(divide(covariance, deviation), transpose(deviation));
  return shapeOf(x).length === 1 ? reshape(result, []) : result;
}, 'numpy.corrcoef(x)');

/** The area below points, by trapezoids. Shape: `y` without the axis. */
export const trapezoid = op('trapezoid', (y: ValueLike, options: { readonly x?: ValueLike; readonly dx?: number; readonly axis?: number } = {}): Value => {
  const { x, dx = 1, axis = -1 } = options;
  const points = moveaxis(asFloat(y), axis, -1);
  const heights = multiply(add(after(points), before(points)), 0.5);
  const widths = x === undefined ? dx : between(shapeOf(x).length === 1 ? asFloat(x) : moveaxis(asFloat(x), axis, -1));
  return sum(multiply(heights, widths), -1);
}, 'numpy.trapezoid(y, {x*, dx*, axis*})');

const after = (x: ValueLike): Value => split(x, [1], -1)[1] as Value;
const before = (x: ValueLike): Value => split(x, [-1], -1)[0] as Value;
const between = (x: ValueLike): Value => subtract(after(x), before(x));

/** Differences of neighbours along an axis, `n` times over. Shape: `x` with the axis `n` shorter. */
export const diff = op('diff', (x: ValueLike, n = 1, axis = -1): Value => {
  const rows = moveaxis(x, axis, -1);
  const step = (y: Value): Value => (y.dtype === 'bool' ? notEqual(after(y), before(y)) : between(y));
  return moveaxis(Array.from({ length: n }).reduce<Value>(step, rows), -1, axis);
}, 'numpy.diff(a, n*, axis*)');

/** How the number at a share between two places is made of those. */
export type QuantileMethod = 'linear' | 'lower' | 'higher' | 'midpoint' | 'nearest';

/** Shares: numbers that are known when a graph is made. */
type Shares = number | readonly number[] | Tensor;

function sharesOf(q: Shares): { readonly list: readonly number[]; readonly shape: readonly number[] } {
  if (typeof q === 'number') return { list: [q], shape: [] };
  if (isTensor(q)) return { list: Array.from(q.data as ArrayLike<number>), shape: q.shape };
  if (Array.isArray(q)) return { list: q as readonly number[], shape: [q.length] };
  throw new InvalidArgumentError('quantile: expected shares that are numbers, not tensors of a graph.');
}

const halfToEven = (x: number): number => {
  const whole = Math.round(x);
  return Math.abs(x % 1) === 0.5 && whole % 2 !== 0 ? whole - 1 : whole;
};

/** Which places a share lies between, and what the second weighs. */
function placesOf(share: number, size: number, method: QuantileMethod): readonly [number, number, number] {
  const at = (size - 1) * share;
  const [low, high] = [Math.floor(at), Math.ceil(at)];
  switch (method) {
    case 'lower':
      return [low, low, 0];
    case 'higher':
      return [high, high, 0];
    case 'nearest':
      return [halfToEven(at), halfToEven(at), 0];
    case 'midpoint':
      return [low, high, 0.5];
    case 'linear':
      return [low, high, at - low];
    default:
      throw new InvalidArgumentError(`quantile: expected method 'linear', 'lower', 'higher', 'midpoint' or 'nearest', got ${JSON.stringify(method)}.`);
  }
}

/** The axes as one, behind the others. */
function flattened(x: ValueLike, axes: readonly number[], name: string): Value {
  const shape = shapeOf(x);
  const others = shape.map((_, i) => i).filter((i) => !axes.includes(i));
  return reshape(transpose(x, [...others, ...axes]), [...others.map((i) => shape[i] ?? null), count(shape, axes, name)]);
}

/** Shares in front of what is left of a shape: one result for each of them. */
function arranged(rows: Value, axes: readonly number[], shares: readonly number[], keepDims: boolean): Value {
  const first = moveaxis(rows, -1, 0);
  const kept = keepDims ? expandDims(first, axes.map((axis) => axis + 1)) : first;
  return shares.length === 1 ? kept : reshape(kept, [...shares, ...kept.shape.slice(1)]);
}

/** The numbers below which given shares of the elements lie. Shape: that of `q`, then `x` without the axes (size 1 with `keepDims`). */
export const quantile = op('quantile', (x: ValueLike, q: Shares, axis: Axes = null, method: QuantileMethod = 'linear', keepDims = false): Value => {
  const value = asFloat(x);
  const axes = normalizeAxes(axis, shapeOf(x).length, 'quantile');
  const rows = flattened(value, axes, 'quantile');
  const size = knownDim(rows.shape, rows.shape.length - 1, 'quantile');
  const { list, shape } = sharesOf(q);
  const places = list.map((share) => placesOf(share, size, method));
  const sorted = sort(rows);
  const pick = (at: 0 | 1): Value => take(sorted, tensor(places.map((place) => place[at]), [list.length], 'int32'), -1);
  const weights = tensor(places.map(([, , weight]) => weight), [list.length]);
  const [low, high] = [pick(0), pick(1)];
  const isExact = places.every(([, , weight]) => weight === 0);
  const mixed = isExact ? low : add(multiply(low, subtract(1, weights)), multiply(high, weights));
  return arranged(where(any(isNan(rows), -1, true), NaN, mixed), axes, shape, keepDims);
}, 'numpy.quantile(x, q, axis*, method*, keepdims*)');

const percents = (q: Shares): Shares => {
  const { list, shape } = sharesOf(q);
  return tensor(list.map((share) => share / 100), shape);
};

/** As `quantile`, by shares of a hundred. */
export const percentile = op('percentile', (x: ValueLike, q: Shares, axis: Axes = null, method: QuantileMethod = 'linear', keepDims = false): Value =>
  quantile(x, percents(q), axis, method, keepDims),
  'numpy.percentile(x, q, axis*, method*, keepdims*)',
);

/** The number in the middle, or the mean of the two there. Shape: `x` without the axes (size 1 with `keepDims`). */
export const median = op('median', (x: ValueLike, axis: Axes = null, keepDims = false): Value => quantile(x, 0.5, axis, 'linear', keepDims), 'numpy.median(x, axis*, keepdims*)');

/** How many elements lie in each of equally wide bins, and the borders of these. Shapes: `[bins]` and `[bins + 1]`. */
export const histogram = op('histogram', (x: ValueLike, bins = 10, range: readonly [number, number] | null = null): Value[] => {
  const value = ravel(asFloat(x));
  const edges = linspace(range?.[0] ?? min(value), range?.[1] ?? max(value), bins + 1);
  const inner = split(edges, [1, bins], 0)[1] as Value;
  const places = sum(cast(greaterEqual(expandDims(value, 1), inner), 'int32'), 1);
  const isInside = logicalAnd(greaterEqual(value, take(edges, tensor([0], [1], 'int32'))), lessEqual(value, take(edges, tensor([bins], [1], 'int32'))));
  const counts = sum(multiply(oneHot(places, bins), expandDims(cast(isInside, 'float32'), 1)), 0);
  return [dtypeOf(x) === 'float32' ? counts : cast(counts, dtypeOf(x)), dtypeOf(x) === 'float32' ? edges : asType(edges, dtypeOf(x)) as Value];
}, 'numpy.histogram(x, bins*, range*)');

export { flattened, percents, sharesOf, type Axes, type Shares };
