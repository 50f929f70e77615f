import type { DType, NumericDType } from '../dtype.js';
import { tensor, isTensor } from '../tensor.js';
import type { Value, ValueLike } from '../value.js';
import { cast } from './cast.js';
import { full } from './creation.js';
import { clip, identity } from './elementwise.js';
import { op } from './op.js';
import { dtypeOf, shapeOf } from './operands.js';
import { sum } from './reduction.js';

/** Numbers in lists to any depth. */
export type NumberList = number | boolean | readonly NumberList[];

const flattened = (x: NumberList): (number | boolean)[] => (Array.isArray(x) ? (x as readonly NumberList[]).flatMap(flattened) : [x as number | boolean]);

function fromLists(x: NumberList): Value {
  const shape: number[] = [];
  for (let level = x; Array.isArray(level); level = level[0] as NumberList) shape.push(level.length);
  const values = flattened(x);
  const dtype: NumericDType = values.every((value) => typeof value === 'boolean') ? 'bool' : values.every(Number.isInteger) ? 'int32' : 'float32';
  return identity(tensor(values.map(Number), shape, dtype));
}

/** A tensor out of a tensor, or out of numbers in lists: `int32` where all of them are whole. Shape: that of `x`. */
export const convertToTensor = op('convertToTensor', (x: ValueLike | NumberList, dtype: DType | null = null): Value => {
  const value = Array.isArray(x) && !isTensor(x) ? fromLists(x as NumberList) : (x as ValueLike);
  return dtype === null || dtype === dtypeOf(value) ? identity(value) : cast(value, dtype);
}, 'core.convert_to_tensor(x, dtype*, sparse*!, ragged*!)');

/** As {@link convertToTensor}. */
export const array = op('array', (x: ValueLike | NumberList, dtype: DType | null = null): Value => convertToTensor(x, dtype), 'numpy.array(x, dtype*)');

const LIMITS: Readonly<Partial<Record<DType, readonly [number, number]>>> = { uint8: [0, 255], int32: [-2147483648, 2147483647], bool: [0, 1] };

/** Converts elements to another type; what does not fit becomes the nearest number that does. Shape: that of `x`. */
export const saturateCast = op('saturateCast', (x: ValueLike, dtype: DType): Value => {
  const limits = LIMITS[dtype];
  const from = dtypeOf(x);
  if (limits === undefined || from === 'bool' || from === 'uint8' || (from === 'int32' && dtype === 'int32')) return cast(x, dtype);
  // The largest int32 is no float32: the next smaller one is.
  const high = dtype === 'int32' ? 2147483520 : limits[1];
  return cast(clip(x, limits[0], high), dtype);
}, 'core.saturate_cast(x, dtype*)');

/** Number of dimensions, as an `int32` scalar. */
export const ndim = op('ndim', (x: ValueLike): Value => full([], shapeOf(x).length, 'int32'), 'numpy.ndim(x)');

/** Number of elements, as an `int32` scalar. */
export const size = op('size', (x: ValueLike): Value => sum(full(shapeOf(x), 1, 'int32')), 'numpy.size(x)');
