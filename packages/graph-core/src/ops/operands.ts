import { isFloat, promoteTypes, type DType } from '../dtype.js';
import { DTypeMismatchError } from '../errors.js';
import type { Shape } from '../shape.js';
import { scalar } from '../tensor.js';
import type { TensorSpec, ValueLike } from '../value.js';
import { cast } from './cast.js';

/** The dtype of an operand; numbers are `float32`, booleans `bool`. */
export function dtypeOf(x: ValueLike): DType {
  if (typeof x === 'number') return 'float32';
  if (typeof x === 'boolean') return 'bool';
  return x.dtype;
}

/** The shape of an operand; numbers and booleans are scalars. */
export function shapeOf(x: ValueLike): Shape {
  return typeof x === 'number' || typeof x === 'boolean' ? [] : x.shape;
}

/** The operand as `float32`. */
export function asFloat(x: ValueLike): ValueLike {
  return isFloat(dtypeOf(x)) ? x : cast(x, 'float32');
}

/** The operand as the given type. */
export function asType(x: ValueLike, dtype: DType): ValueLike {
  return dtypeOf(x) === dtype && typeof x !== 'number' && typeof x !== 'boolean' ? x : cast(x, dtype);
}

/**
 * Both operands in the type that they promote to. A bare number is weak, as in Keras: it takes the type of the other
 * operand, unless it has a fraction and the other does not.
 */
export function promoted(a: ValueLike, b: ValueLike): [ValueLike, ValueLike] {
  if (typeof a === 'number' && typeof b !== 'number') return [weak(a, dtypeOf(b)), matchWeak(b, a)];
  if (typeof b === 'number' && typeof a !== 'number') return [matchWeak(a, b), weak(b, dtypeOf(a))];
  const dtype = promoteTypes(dtypeOf(a), dtypeOf(b));
  return [asType(a, dtype), asType(b, dtype)];
}

/** A whole number beside integers as `int32`, for the ops in which Keras does not let it take the type of the other operand. */
export function strong(x: ValueLike, other: ValueLike): ValueLike {
  return typeof x === 'number' && Number.isInteger(x) && !isFloat(dtypeOf(other)) ? scalar(x, 'int32') : x;
}

function weakType(value: number, other: DType): 'float32' | 'int32' | 'uint8' {
  if (isFloat(other) || !Number.isInteger(value)) return 'float32';
  return other === 'uint8' && value >= 0 && value <= 255 ? 'uint8' : 'int32';
}

function weak(value: number, other: DType): ValueLike {
  return scalar(value, weakType(value, other));
}

function matchWeak(x: ValueLike, value: number): ValueLike {
  return asType(x, weakType(value, dtypeOf(x)));
}

/** @throws {DTypeMismatchError} when a spec is not of one of the types. */
export function expectDType(spec: TensorSpec, allowed: readonly DType[], where: string): void {
  if (!allowed.includes(spec.dtype)) {
    throw new DTypeMismatchError(`${where}: expected ${allowed.join(' or ')}, got ${spec.dtype}. Cast the input first.`);
  }
}
