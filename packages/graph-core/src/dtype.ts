import { DTypeMismatchError } from './errors.js';

/** The element types that a tensor can have. `bool` is stored as bytes 0 and 1. */
export type DType = 'float32' | 'int32' | 'uint8' | 'bool' | 'string';

/** The element types that hold numbers (`bool` counts: it is 0 or 1). */
export type NumericDType = Exclude<DType, 'string'>;

const RANK: Record<NumericDType, number> = { bool: 0, uint8: 1, int32: 2, float32: 3 };

/** Bytes that one element takes; strings have no fixed size and count as 0. */
export const BYTES_PER_ELEMENT: Record<DType, number> = { float32: 4, int32: 4, uint8: 1, bool: 1, string: 0 };

/** Whether values of this type are floating-point numbers. */
export function isFloat(dtype: DType): boolean {
  return dtype === 'float32';
}

/**
 * The type that an operation on both operands computes in: `bool` < `uint8` < `int32` < `float32`.
 *
 * @throws {DTypeMismatchError} when exactly one of them is `string`.
 */
export function promoteTypes(a: DType, b: DType): DType {
  if (a === b) return a;
  if (a === 'string' || b === 'string') {
    throw new DTypeMismatchError(`Expected two numeric tensors or two string tensors, got ${a} and ${b}.`);
  }
  return RANK[a] > RANK[b] ? a : b;
}
