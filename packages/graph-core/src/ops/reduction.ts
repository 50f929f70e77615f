import type { DType } from '../dtype.js';
import { normalizeAxes, normalizeAxis, type Shape } from '../shape.js';
import type { TensorSpec, Value, ValueLike } from '../value.js';
import { cast } from './cast.js';
import { op } from './op.js';
import { asFloat, asType, dtypeOf, expectDType, shapeOf } from './operands.js';
import { callForOne, definePrimitive, type Primitive } from './primitive.js';

/** Which axes a reduction runs over, ascending from 0, and whether they stay as size 1. */
export interface ReductionAttrs {
  readonly axes: readonly number[];
  readonly keepDims: boolean;
}

function reducedShape(shape: Shape, { axes, keepDims }: ReductionAttrs): Shape {
  return keepDims
    ? shape.map((dim, i) => (axes.includes(i) ? 1 : dim))
    : shape.filter((_, i) => !axes.includes(i));
}

function reduction<const Name extends string>(name: Name, accepts: readonly DType[]): Primitive<Name, ReductionAttrs, 1> {
  return definePrimitive({
    name,
    arity: 1,
    infer: ([x], attrs: ReductionAttrs) => {
      expectDType(x, accepts, name);
      return [{ shape: reducedShape(x.shape, attrs), dtype: x.dtype }];
    },
  });
}

const NUMBERS: readonly DType[] = ['float32', 'int32'];

export const allPrimitive = reduction('all', ['bool']);
export const anyPrimitive = reduction('any', ['bool']);
export const maxPrimitive = reduction('max', NUMBERS);
export const meanPrimitive = reduction('mean', ['float32']);
export const minPrimitive = reduction('min', NUMBERS);
export const prodPrimitive = reduction('prod', NUMBERS);
export const sumPrimitive = reduction('sum', NUMBERS);

type ReductionOp = (x: ValueLike, axis?: number | readonly number[] | null, keepDims?: boolean) => Value;

function reduceOp(primitive: Primitive<string, ReductionAttrs, 1>, prepare: (x: ValueLike) => ValueLike): ReductionOp {
  return op(primitive.name, (x: ValueLike, axis: number | readonly number[] | null = null, keepDims = false) => {
    const axes = normalizeAxes(axis, shapeOf(x).length, primitive.name);
    return callForOne(primitive, [prepare(x)], { axes, keepDims });
  });
}

/** As {@link reduceOp}, for results that are one of the elements and so have their type. */
function selectOp(primitive: Primitive<string, ReductionAttrs, 1>): ReductionOp {
  return op(primitive.name, (x: ValueLike, axis: number | readonly number[] | null = null, keepDims = false) => {
    const axes = normalizeAxes(axis, shapeOf(x).length, primitive.name);
    const result = callForOne(primitive, [asNumber(x)], { axes, keepDims });
    return dtypeOf(x) === result.dtype ? result : cast(result, dtypeOf(x));
  });
}

const asNumber = (x: ValueLike): ValueLike => (NUMBERS.includes(dtypeOf(x)) ? x : asType(x, 'int32'));
const asBool = (x: ValueLike): ValueLike => asType(x, 'bool');

/** Whether all elements along the axes hold. Shape: `x` without the axes (size 1 with `keepDims`). */
export const all = reduceOp(allPrimitive, asBool);
/** Whether any element along the axes holds. Shape: `x` without the axes (size 1 with `keepDims`). */
export const any = reduceOp(anyPrimitive, asBool);
/** Largest element along the axes. Shape: `x` without the axes (size 1 with `keepDims`). */
export const max = selectOp(maxPrimitive);
/** Arithmetic mean along the axes, as float. Shape: `x` without the axes (size 1 with `keepDims`). */
export const mean = reduceOp(meanPrimitive, asFloat);
/** Smallest element along the axes. Shape: `x` without the axes (size 1 with `keepDims`). */
export const min = selectOp(minPrimitive);
/** Product along the axes. Shape: `x` without the axes (size 1 with `keepDims`). */
export const prod = reduceOp(prodPrimitive, asNumber);
/** Sum along the axes. Shape: `x` without the axes (size 1 with `keepDims`). */
export const sum = reduceOp(sumPrimitive, asNumber);

export interface ArgReductionAttrs {
  readonly axis: number;
  readonly keepDims: boolean;
}

function argReduction<const Name extends string>(name: Name): Primitive<Name, ArgReductionAttrs, 1> {
  return definePrimitive({
    name,
    arity: 1,
    infer: ([x], { axis, keepDims }: ArgReductionAttrs): readonly TensorSpec[] => {
      expectDType(x, NUMBERS, name);
      return [{ shape: reducedShape(x.shape, { axes: [axis], keepDims }), dtype: 'int32' }];
    },
  });
}

export const argmaxPrimitive = argReduction('argmax');
export const argminPrimitive = argReduction('argmin');

function argOp(primitive: Primitive<string, ArgReductionAttrs, 1>): (x: ValueLike, axis?: number, keepDims?: boolean) => Value {
  return op(primitive.name, (x: ValueLike, axis = -1, keepDims = false) =>
    callForOne(primitive, [asNumber(x)], { axis: normalizeAxis(axis, shapeOf(x).length, primitive.name), keepDims }),
  );
}

/** Index of the largest element along an axis, the first of equals, as `int32`. Shape: `x` without the axis. */
export const argmax = argOp(argmaxPrimitive);
/** Index of the smallest element along an axis, the first of equals, as `int32`. Shape: `x` without the axis. */
export const argmin = argOp(argminPrimitive);

export interface CumulativeAttrs {
  readonly axis: number;
  /** Whether an element leaves itself out. */
  readonly exclusive: boolean;
  /** Whether it runs from the end. */
  readonly reverse: boolean;
}

function cumulative<const Name extends string>(name: Name): Primitive<Name, CumulativeAttrs, 1> {
  return definePrimitive({
    name,
    arity: 1,
    infer: ([x], _attrs: CumulativeAttrs) => {
      expectDType(x, NUMBERS, name);
      return [x];
    },
  });
}

export const cumprodPrimitive = cumulative('cumprod');
export const cumsumPrimitive = cumulative('cumsum');

type CumulativeOptions = { readonly exclusive?: boolean; readonly reverse?: boolean };

function cumulativeOp(
  primitive: Primitive<string, CumulativeAttrs, 1>,
): (x: ValueLike, axis: number, options?: CumulativeOptions) => Value {
  return op(primitive.name, (x: ValueLike, axis: number, options: CumulativeOptions = {}) =>
    callForOne(primitive, [asNumber(x)], {
      axis: normalizeAxis(axis, shapeOf(x).length, primitive.name),
      exclusive: options.exclusive ?? false,
      reverse: options.reverse ?? false,
    }),
  );
}

/** Running product along an axis. Shape: that of `x`. */
export const cumprod = cumulativeOp(cumprodPrimitive);
/** Running sum along an axis. Shape: that of `x`. */
export const cumsum = cumulativeOp(cumsumPrimitive);
