import type { NumericDType } from '../dtype.js';
import { InvalidArgumentError } from '../errors.js';
import { normalizeAxis } from '../shape.js';
import { tensor } from '../tensor.js';
import type { Value, ValueLike } from '../value.js';
import { where } from './binary.js';
import { zerosLike } from './creation.js';
import { identity } from './elementwise.js';
import { take } from './indexing.js';
import { op } from './op.js';
import { dtypeOf, shapeOf } from './operands.js';
import { knownDim, ravel } from './rearranging.js';
import { sum } from './reduction.js';
import { moveaxis, pad, reshape } from './reshaping.js';

/** A matrix whose elements follow from their place. */
function matrix(rows: number, columns: number, at: (row: number, column: number) => boolean, dtype: NumericDType): Value {
  const data = Array.from({ length: rows * columns }, (_, i) => (at(Math.floor(i / columns), i % columns) ? 1 : 0));
  return identity(tensor(data, [rows, columns], dtype));
}

/** Ones on a diagonal, zeros elsewhere. Shape: `[rows, columns]`. */
export const eye = op('eye', (rows: number, columns: number | null = null, k = 0, dtype: NumericDType | null = null): Value =>
  matrix(rows, columns ?? rows, (row, column) => column - row === k, dtype ?? 'float32'),
  'numpy.eye(N*, M*, k*, dtype*)',
);

/** Ones on the diagonal of a square, zeros elsewhere: what Keras calls `identity`. Shape: `[n, n]`. */
export const identityMatrix = op('identityMatrix', (n: number, dtype: NumericDType | null = null): Value => eye(n, n, 0, dtype), 'numpy.identity(n*, dtype*)');

/** Ones on and below a diagonal, zeros above. Shape: `[rows, columns]`. */
export const tri = op('tri', (rows: number, columns: number | null = null, k = 0, dtype: NumericDType | null = null): Value =>
  matrix(rows, columns ?? rows, (row, column) => column - row <= k, dtype ?? 'float32'),
  'numpy.tri(N*, M*, k*, dtype*)',
);

function triangle(x: ValueLike, name: string, isKept: (distance: number) => boolean): Value {
  const shape = shapeOf(x);
  const [rows, columns] = [knownDim(shape, shape.length - 2, name), knownDim(shape, shape.length - 1, name)];
  return where(matrix(rows, columns, (row, column) => isKept(column - row), 'bool'), x, zerosLike(x));
}

/** The part of matrices on and below a diagonal, zeros above. Shape: that of `x`. */
export const tril = op('tril', (x: ValueLike, k = 0): Value => triangle(x, 'tril', (distance) => distance <= k), 'numpy.tril(x, k*)');

/** The part of matrices on and above a diagonal, zeros below. Shape: that of `x`. */
export const triu = op('triu', (x: ValueLike, k = 0): Value => triangle(x, 'triu', (distance) => distance >= k), 'numpy.triu(x, k*)');

/** The elements on a diagonal of two axes. Shape: `x` without the axes, then the length of the diagonal. */
export const diagonal = op('diagonal', (x: ValueLike, offset = 0, axis1 = 0, axis2 = 1): Value => {
  const rank = shapeOf(x).length;
  const [first, second] = [normalizeAxis(axis1, rank, 'diagonal'), normalizeAxis(axis2, rank, 'diagonal')];
  const last = moveaxis(x, [first, second], [-2, -1]);
  const [rows, columns] = [knownDim(last.shape, rank - 2, 'diagonal'), knownDim(last.shape, rank - 1, 'diagonal')];
  const [row, column] = offset < 0 ? [-offset, 0] : [0, offset];
  const count = Math.max(Math.min(rows - row, columns - column), 0);
  const places = Array.from({ length: count }, (_, i) => (row + i) * columns + column + i);
  return take(reshape(last, [...last.shape.slice(0, -2), rows * columns]), tensor(places, [count], 'int32'), -1);
}, 'numpy.diagonal(x, offset*, axis1*, axis2*)');

/** A matrix with a vector on a diagonal, or the diagonal of a matrix. Shape: `[n + |k|, n + |k|]`, or the length of the diagonal. */
export const diag = op('diag', (x: ValueLike, k = 0): Value => {
  const shape = shapeOf(x);
  if (shape.length === 2) return diagonal(x, k);
  if (shape.length !== 1) throw new InvalidArgumentError(`diag: expected a vector or a matrix, got rank ${shape.length}.`);
  const size = knownDim(shape, 0, 'diag') + Math.abs(k);
  // Columns take the element that stands in their place; for k above 0 they are moved to the right.
  const inPlace = pad(dtypeOf(x) === 'bool' ? where(x, 1, 0) : x, [[Math.max(k, 0), Math.max(-k, 0)]]);
  const result = where(matrix(size, size, (row, column) => column - row === k, 'bool'), inPlace, zerosLike(inPlace));
  return dtypeOf(x) === 'bool' ? where(result, true, false) : result;
}, 'numpy.diag(x, k*)');

/** A matrix with all elements on a diagonal. Shape: `[n + |k|, n + |k|]`. */
export const diagflat = op('diagflat', (x: ValueLike, k = 0): Value => diag(ravel(x), k), 'numpy.diagflat(x, k*)');

/** Sum of a diagonal of two axes. Shape: `x` without the axes. */
export const trace = op('trace', (x: ValueLike, offset = 0, axis1 = 0, axis2 = 1): Value => sum(diagonal(x, offset, axis1, axis2), -1), 'numpy.trace(x, offset*, axis1*, axis2*)');
