import { promoteTypes } from '../dtype.js';
import { InvalidArgumentError, ShapeMismatchError } from '../errors.js';
import { formatShape, normalizeAxis, type Dim } from '../shape.js';
import type { Value, ValueLike } from '../value.js';
import { multiply, subtract } from './binary.js';
import { cast } from './cast.js';
import { conv } from './convolution.js';
import { onesLike, zerosLike } from './creation.js';
import { identity, sqrt, square } from './elementwise.js';
import { slice } from './indexing.js';
import { matmul } from './linear-algebra.js';
import { op } from './op.js';
import { asFloat, dtypeOf, promoted, shapeOf } from './operands.js';
import { knownDim, ravel } from './rearranging.js';
import { sum } from './reduction.js';
import { concatenate, expandDims, moveaxis, pad, reshape, split, squeeze, stack, transpose } from './reshaping.js';

/** A product of matrices of whole numbers is computed in floats and is whole again. */
function inCommonType(product: Value, a: ValueLike, b: ValueLike): Value {
  const dtype = promoteTypes(dtypeOf(a), dtypeOf(b));
  return dtype === 'float32' ? product : cast(product, dtype);
}

const sizeOfAll = (dims: readonly Dim[]): number => dims.reduce<number>((size, dim) => (dim === null ? NaN : size * dim), 1);

/** The product of the sizes, or -1 where one is unknown. */
const joined = (dims: readonly Dim[]): number => (dims.includes(null) ? -1 : sizeOfAll(dims));

/**
 * Products summed over axes of both.
 *
 * @param axes How many of the last of `a` and the first of `b`; or the axes of each.
 *
 * Shape: the other axes of `a`, then those of `b`.
 */
export const tensordot = op('tensordot', (a: ValueLike, b: ValueLike, axes: number | readonly (number | readonly number[])[] = 2): Value => {
  const [rankA, rankB] = [shapeOf(a).length, shapeOf(b).length];
  const counted = (count: number, from: number): number[] => Array.from({ length: count }, (_, i) => from + i);
  const [givenA, givenB] = typeof axes === 'number' ? [counted(axes, rankA - axes), counted(axes, 0)] : axes.map((item) => [item].flat() as number[]);
  const ofA = (givenA ?? []).map((axis) => normalizeAxis(axis, rankA, 'tensordot'));
  const ofB = (givenB ?? []).map((axis) => normalizeAxis(axis, rankB, 'tensordot'));
  const [freeA, freeB] = [counted(rankA, 0).filter((i) => !ofA.includes(i)), counted(rankB, 0).filter((i) => !ofB.includes(i))];
  const dims = (x: ValueLike, list: readonly number[]): Dim[] => list.map((i) => shapeOf(x)[i] ?? null);
  const left = reshape(transpose(a, [...freeA, ...ofA]), [joined(dims(a, freeA)), sizeOfAll(dims(a, ofA))]);
  const right = reshape(transpose(b, [...ofB, ...freeB]), [sizeOfAll(dims(b, ofB)), joined(dims(b, freeB))]);
  return inCommonType(reshape(matmul(left, right), [...dims(a, freeA), ...dims(b, freeB)]), a, b);
}, 'numpy.tensordot(x1, x2, axes*)');

/** Sum of products over the last axis of `a` and the last but one of `b`. Shape: the other axes of `a`, then those of `b`. */
export const dot = op('dot', (a: ValueLike, b: ValueLike): Value => {
  const [rankA, rankB] = [shapeOf(a).length, shapeOf(b).length];
  if (rankA === 0 || rankB === 0) return multiply(a, b);
  return tensordot(a, b, [[-1], [rankB === 1 ? 0 : rankB - 2]]);
}, 'numpy.dot(x1, x2)');

/** Sum of products over the last axes. Shape: the other axes of `a`, then those of `b`. */
export const inner = op('inner', (a: ValueLike, b: ValueLike): Value =>
  shapeOf(a).length === 0 || shapeOf(b).length === 0 ? multiply(a, b) : tensordot(a, b, [[-1], [-1]]),
  'numpy.inner(x1, x2)',
);

/** Each element of `a` times each of `b`. Shape: `[elements of a, elements of b]`. */
export const outer = op('outer', (a: ValueLike, b: ValueLike): Value => multiply(expandDims(ravel(a), 1), expandDims(ravel(b), 0)), 'numpy.outer(x1, x2)');

/** Sum of the products of all elements. Shape: a scalar. */
export const vdot = op('vdot', (a: ValueLike, b: ValueLike): Value => dot(ravel(a), ravel(b)), 'numpy.vdot(x1, x2)');

/** Kronecker product. Shape: sizes multiplied. */
export const kron = op('kron', (a: ValueLike, b: ValueLike): Value => {
  const rank = Math.max(shapeOf(a).length, shapeOf(b).length);
  const grown = (x: ValueLike): Dim[] => [...Array.from({ length: rank - shapeOf(x).length }, () => 1), ...shapeOf(x)];
  const [left, right] = [grown(a), grown(b)];
  const apart = multiply(reshape(a, left.flatMap((dim) => [dim, 1])), reshape(b, right.flatMap((dim) => [1, dim])));
  return reshape(apart, left.map((dim, i) => (dim === null || right[i] === null ? null : dim * (right[i] ?? 1))));
}, 'numpy.kron(x1, x2)');

type CrossOptions = { readonly axisa?: number; readonly axisb?: number; readonly axisc?: number; readonly axis?: number };

/** Vector product of vectors of 2 or 3 elements; of two of 2 elements only what points out of their plane. Shape: broadcast of both. */
export const cross = op('cross', (a: ValueLike, b: ValueLike, options: CrossOptions = {}): Value => {
  const { axis, axisa = axis ?? -1, axisb = axis ?? -1, axisc = axis ?? -1 } = options;
  const [x, y] = promoted(a, b);
  const [partsX, partsY] = [components(x, axisa), components(y, axisb)];
  const [x1, x2, x3] = partsX as [Value, Value, Value | undefined];
  const [y1, y2, y3] = partsY as [Value, Value, Value | undefined];
  const third = subtract(multiply(x1, y2), multiply(x2, y1));
  if (x3 === undefined && y3 === undefined) return third;
  const [xz, yz] = [x3 ?? zerosLike(x1), y3 ?? zerosLike(y1)];
  const first = subtract(multiply(x2, yz), multiply(xz, y2));
  const second = subtract(multiply(xz, y1), multiply(x1, yz));
  return moveaxis(stack([first, second, third], -1), -1, axisc);
}, 'numpy.cross(x1, x2, {axisa*, axisb*, axisc*, axis*})');

function components(x: ValueLike, axis: number): Value[] {
  const last = moveaxis(x, axis, -1);
  const count = last.shape.at(-1);
  if (count !== 2 && count !== 3) throw new ShapeMismatchError(`cross: expected vectors of 2 or 3 elements along axis ${axis} of ${formatShape(shapeOf(x))}.`);
  return split(last, count, -1).map((part) => squeeze(part, -1));
}

/** Distance of each row of `x` from each of `y`. Shape: `[..., rows of x, rows of y]`. */
export const cdist = op('cdist', (x: ValueLike, y: ValueLike): Value =>
  sqrt(sum(square(subtract(expandDims(asFloat(x), -2), expandDims(asFloat(y), -3))), -1)),
  'math.cdist=CDist(x, y)',
);

/** Sums of products of two vectors at every displacement. Shape: what overlaps wholly, as long as `a`, or all that overlaps. */
export const correlate = op('correlate', (a: ValueLike, b: ValueLike, mode: 'valid' | 'same' | 'full' = 'valid'): Value => {
  const [n, m] = [knownDim(shapeOf(a), 0, 'correlate'), knownDim(shapeOf(b), 0, 'correlate')];
  if (!['valid', 'same', 'full'].includes(mode) || n < 1 || m < 1) throw new InvalidArgumentError(`correlate: expected mode 'valid', 'same' or 'full' and vectors with elements, got '${mode}', ${n} and ${m}.`);
  const padded = mode === 'valid' ? asFloat(a) : pad(asFloat(a), [[m - 1, m - 1]]);
  const full = reshape(conv(reshape(padded, [1, -1, 1]), reshape(asFloat(b), [m, 1, 1])), [-1]);
  return mode === 'same' ? slice(full, [Math.floor((n + m - 1 - Math.max(n, m)) / 2)], [Math.max(n, m)]) : full;
}, 'numpy.correlate(x1, x2, mode*)');

/** Powers of a vector's elements in columns. Shape: `[elements, columns]`. */
export const vander = op('vander', (x: ValueLike, columns: number | null = null, increasing = false): Value => {
  const count = columns ?? knownDim(shapeOf(x), 0, 'vander');
  const column = expandDims(identity(x), 1);
  const powers = Array.from({ length: count }, (_, i) => i).reduce<Value[]>((list, i) => [...list, i === 0 ? onesLike(column) : multiply(list[i - 1] as Value, column)], []);
  return concatenate(increasing ? powers : powers.toReversed(), 1);
}, 'numpy.vander(x, N*, increasing*)');
