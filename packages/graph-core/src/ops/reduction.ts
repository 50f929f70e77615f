import type { DType } from '../dtype.js';
import { normalizeAxes, normalizeAxis, type Shape } from '../shape.js';
import type { TensorSpec, Value, ValueLike } from '../value.js';
import { maximum, minimum } from './binary.js';
import { cast } from './cast.js';
import { op } from './op.js';
import { asFloat, asType, dtypeOf, expectDType, shapeOf } from './operands.js';
import { callForOne, definePrimitive, type Primitive } from './primitive.js';
import { reshapePrimitive } from './reshaping.js';

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

type Axes = number | readonly number[] | null;
type ReductionOp = (x: ValueLike, axis?: Axes, keepDims?: boolean) => Value;

function reduceOp(primitive: Primitive<string, ReductionAttrs, 1>, prepare: (x: ValueLike) => ValueLike): ReductionOp {
  return op(
    primitive.name,
    (x: ValueLike, axis: Axes = null, keepDims = false) => {
      const axes = normalizeAxes(axis, shapeOf(x).length, primitive.name);
      return callForOne(primitive, [prepare(x)], { axes, keepDims });
    },
    `numpy.${primitive.name}(x, axis*, keepdims*)`,
  );
}

type Extreme = (x: ValueLike, axis?: Axes, keepDims?: boolean, initial?: number | null) => Value;

/** As {@link reduceOp}, for results that are one of the elements and so have their type. */
function selectOp(primitive: Primitive<string, ReductionAttrs, 1>, alias: string, choose: (a: ValueLike, b: ValueLike) => Value): Extreme {
  return op(
    primitive.name,
    (x: ValueLike, axis: Axes = null, keepDims = false, initial: number | null = null) => {
      const axes = normalizeAxes(axis, shapeOf(x).length, primitive.name);
      const result = callForOne(primitive, [asNumber(x)], { axes, keepDims });
      const chosen = initial === null ? result : choose(result, initial);
      return dtypeOf(x) === chosen.dtype ? chosen : cast(chosen, dtypeOf(x));
    },
    `numpy.${primitive.name}|${alias}(x, axis*, keepdims*, initial*)`,
  );
}

const asNumber = (x: ValueLike): ValueLike => (NUMBERS.includes(dtypeOf(x)) ? x : asType(x, 'int32'));
const asBool = (x: ValueLike): ValueLike => asType(x, 'bool');

/** Whether all elements along the axes hold. Shape: `x` without the axes (size 1 with `keepDims`). */
export const all = reduceOp(allPrimitive, asBool);
/** Whether any element along the axes holds. Shape: `x` without the axes (size 1 with `keepDims`). */
export const any = reduceOp(anyPrimitive, asBool);
/** Largest element along the axes, or `initial` if that is larger. Shape: `x` without the axes (size 1 with `keepDims`). */
export const max = selectOp(maxPrimitive, 'amax', maximum);
/** Arithmetic mean along the axes, as float. Shape: `x` without the axes (size 1 with `keepDims`). */
export const mean = reduceOp(meanPrimitive, asFloat);
/** Smallest element along the axes, or `initial` if that is smaller. Shape: `x` without the axes (size 1 with `keepDims`). */
export const min = selectOp(minPrimitive, 'amin', minimum);
/** Product along the axes. Shape: `x` without the axes (size 1 with `keepDims`). */
export const prod = op(
  'prod',
  (x: ValueLike, axis: Axes = null, keepDims = false, dtype: DType | null = null): Value =>
    callForOne(prodPrimitive, [asNumber(dtype === null ? x : asType(x, dtype))], { axes: normalizeAxes(axis, shapeOf(x).length, 'prod'), keepDims }),
  'numpy.prod(x, axis*, keepdims*, dtype*)',
);
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

/** A vector of all elements, for the functions that Keras applies to one where no axis is named. */
const flat = (x: ValueLike): Value => callForOne(reshapePrimitive, [x], { newShape: [-1] });

function argOp(primitive: Primitive<string, ArgReductionAttrs, 1>): (x: ValueLike, axis?: number | null, keepDims?: boolean) => Value {
  return op(
    primitive.name,
    (x: ValueLike, axis: number | null = null, keepDims = false) => {
      const rank = shapeOf(x).length;
      if (axis !== null) return callForOne(primitive, [asNumber(x)], { axis: normalizeAxis(axis, rank, primitive.name), keepDims });
      const place = callForOne(primitive, [flat(asNumber(x))], { axis: 0, keepDims: false });
      return keepDims ? callForOne(reshapePrimitive, [place], { newShape: Array.from({ length: rank }, () => 1) }) : place;
    },
    `numpy.${primitive.name}(x, axis*, keepdims*)`,
  );
}

/** Index of the largest element along an axis, or among all, the first of equals, as `int32`. Shape: `x` without the axis. */
export const argmax = argOp(argmaxPrimitive);
/** Index of the smallest element along an axis, or among all, the first of equals, as `int32`. Shape: `x` without the axis. */
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

type CumulativeOptions = { readonly exclusive?: boolean; readonly reverse?: boolean; readonly dtype?: DType };

function cumulativeOp(
  primitive: Primitive<string, CumulativeAttrs, 1>,
): (x: ValueLike, axis?: number | null, options?: CumulativeOptions) => Value {
  return op(
    primitive.name,
    (x: ValueLike, axis: number | null = null, { exclusive = false, reverse = false, dtype }: CumulativeOptions = {}) => {
      const values = asNumber(dtype === undefined ? x : asType(x, dtype));
      const attrs = { axis: normalizeAxis(axis ?? 0, axis === null ? 1 : shapeOf(x).length, primitive.name), exclusive, reverse };
      return callForOne(primitive, [axis === null ? flat(values) : values], attrs);
    },
    `numpy.${primitive.name}(x, axis*, {dtype*})`,
  );
}

/** Running product along an axis, or over all elements. Shape: that of `x`, or a vector. */
export const cumprod = cumulativeOp(cumprodPrimitive);
/** Running sum along an axis, or over all elements. Shape: that of `x`, or a vector. */
export const cumsum = cumulativeOp(cumsumPrimitive);
