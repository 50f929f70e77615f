import type { DType, NumericDType } from '../dtype.js';
import { InvalidArgumentError } from '../errors.js';
import { expectShape, type Shape } from '../shape.js';
import { tensor } from '../tensor.js';
import type { Value, ValueLike } from '../value.js';
import { identity } from './elementwise.js';
import { op } from './op.js';
import { asType, dtypeOf, shapeOf } from './operands.js';
import { broadcastTo } from './reshaping.js';
import { callForOne, definePrimitive } from './primitive.js';

export interface FillAttrs {
  /** Sizes; unknown ones must be known when the values are computed. */
  readonly shape: Shape;
  readonly value: number;
  readonly dtype: NumericDType;
}

export const fillPrimitive = definePrimitive({
  name: 'fill',
  arity: 0,
  infer: (_inputs, { shape, dtype }: FillAttrs) => [{ shape, dtype }],
});

/** A tensor of one value everywhere: a number, or a scalar or tensor that broadcasts. Shape: `shape`. */
export const full = op('full', (shape: Shape, value: ValueLike, dtype: NumericDType | null = null): Value => {
  expectShape(shape, 'full');
  if (typeof value === 'number') return callForOne(fillPrimitive, [], { shape, value, dtype: dtype ?? 'float32' });
  return broadcastTo(asType(value, dtype ?? 'float32'), shape);
}, 'numpy.full(shape*, fill_value, dtype*)');

/** A tensor of zeros. Shape: `shape`. */
export const zeros = op('zeros', (shape: Shape, dtype: NumericDType | null = null): Value => full(shape, 0, dtype), 'numpy.zeros|empty(shape*, dtype*)');

/** A tensor of ones. Shape: `shape`. */
export const ones = op('ones', (shape: Shape, dtype: NumericDType | null = null): Value => full(shape, 1, dtype), 'numpy.ones(shape*, dtype*)');

function numericTypeOf(x: ValueLike, where: string): NumericDType {
  const dtype: DType = dtypeOf(x);
  if (dtype === 'string') throw new InvalidArgumentError(`${where}: expected a numeric tensor, got strings.`);
  return dtype;
}

/** One value everywhere, in the shape of `x`, and in its dtype unless another is named. */
export const fullLike = op('fullLike', (x: ValueLike, value: ValueLike, dtype: NumericDType | null = null): Value =>
  full(shapeOf(x), value, dtype ?? numericTypeOf(x, 'fullLike')),
  'numpy.full_like(x, fill_value, dtype*)',
);

/** Zeros in the shape and dtype of `x`. */
export const zerosLike = op('zerosLike', (x: ValueLike, dtype: NumericDType | null = null): Value => full(shapeOf(x), 0, dtype ?? numericTypeOf(x, 'zerosLike')), 'numpy.zeros_like|empty_like(x, dtype*)');

/** Ones in the shape and dtype of `x`. */
export const onesLike = op('onesLike', (x: ValueLike, dtype: NumericDType | null = null): Value => full(shapeOf(x), 1, dtype ?? numericTypeOf(x, 'onesLike')), 'numpy.ones_like(x, dtype*)');

/**
 * Numbers from `start` up to (not including) `stop`, `step` apart; `arange(stop)` begins at 0. Shape: `[ceil((stop - start) / step)]`.
 *
 * @param dtype `int32` for whole numbers, else `float32`, unless another is named.
 */
export const arange = op('arange', (start: number, stop: number | null = null, step: number | null = null, dtype: NumericDType | null = null): Value => {
  const [from, to, by] = stop === null ? [0, start, step ?? 1] : [start, stop, step ?? 1];
  if (by === 0 || ![from, to, by].every(Number.isFinite)) {
    throw new InvalidArgumentError(`arange: expected finite numbers and a step other than 0, got ${from}, ${to}, ${by}.`);
  }
  const count = Math.max(0, Math.ceil((to - from) / by));
  const type = dtype ?? ([from, to, by].every(Number.isInteger) ? 'int32' : 'float32');
  return identity(tensor(Array.from({ length: count }, (_, i) => from + i * by), [count], type));
}, 'numpy.arange(start, stop, step, dtype*)');
