import type { DType, NumericDType } from '../dtype.js';
import { InvalidArgumentError } from '../errors.js';
import { expectShape, type Shape } from '../shape.js';
import { tensor } from '../tensor.js';
import type { Value, ValueLike } from '../value.js';
import { identity } from './elementwise.js';
import { op } from './op.js';
import { dtypeOf, shapeOf } from './operands.js';
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

/** A tensor of one number everywhere. Shape: `shape`. */
export const full = op('full', (shape: Shape, value: number, dtype: NumericDType = 'float32'): Value => {
  expectShape(shape, 'full');
  return callForOne(fillPrimitive, [], { shape, value, dtype });
});

/** A tensor of zeros. Shape: `shape`. */
export const zeros = op('zeros', (shape: Shape, dtype: NumericDType = 'float32'): Value => full(shape, 0, dtype));

/** A tensor of ones. Shape: `shape`. */
export const ones = op('ones', (shape: Shape, dtype: NumericDType = 'float32'): Value => full(shape, 1, dtype));

function numericTypeOf(x: ValueLike, where: string): NumericDType {
  const dtype: DType = dtypeOf(x);
  if (dtype === 'string') throw new InvalidArgumentError(`${where}: expected a numeric tensor, got strings.`);
  return dtype;
}

/** Zeros in the shape and dtype of `x`. */
export const zerosLike = op('zerosLike', (x: ValueLike): Value => full(shapeOf(x), 0, numericTypeOf(x, 'zerosLike')));

/** Ones in the shape and dtype of `x`. */
export const onesLike = op('onesLike', (x: ValueLike): Value => full(shapeOf(x), 1, numericTypeOf(x, 'onesLike')));

/** Numbers from `start` up to (not including) `stop`, `step` apart. Shape: `[ceil((stop - start) / step)]`. */
export const arange = op('arange', (start: number, stop: number, step = 1, dtype: NumericDType = 'int32'): Value => {
  if (step === 0 || ![start, stop, step].every(Number.isFinite)) {
    throw new InvalidArgumentError(`arange: expected finite numbers and a step other than 0, got ${start}, ${stop}, ${step}.`);
  }
  const count = Math.max(0, Math.ceil((stop - start) / step));
  return identity(tensor(Array.from({ length: count }, (_, i) => start + i * step), [count], dtype));
});
