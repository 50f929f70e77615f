import { DTypeMismatchError, sizeOf, type NumericDType, type NumericTensor, type Tensor } from '@kedge/graph-core';

/** Elements in host memory. */
export type HostData = Float32Array | Float64Array | Int32Array | Uint8Array;

/**
 * Numbers in host memory, row-major. One of dtype `float32` may hold doubles: a result that was not rounded yet.
 */
export interface HostArray {
  readonly data: HostData;
  readonly shape: readonly number[];
  readonly dtype: NumericDType;
}

/** Whether a result is rounded to its dtype as it is stored, or floats stay doubles for what is computed from them. */
export type Precision = 'rounded' | 'double';

/** Room for results; floats in double precision by default, so that a chain of computations is rounded once, at its end. */
export function allocate(dtype: NumericDType, size: number, precision: Precision = 'double'): HostData {
  if (dtype === 'float32') return precision === 'double' ? new Float64Array(size) : new Float32Array(size);
  return dtype === 'int32' ? new Int32Array(size) : new Uint8Array(size);
}

/** @throws {DTypeMismatchError} for strings. */
export function hostArrayOf(tensor: Tensor): HostArray {
  if (tensor.dtype === 'string') throw new DTypeMismatchError('Expected a tensor of numbers, got strings.');
  return tensor;
}

/** The values as a plain tensor: doubles are rounded to the nearest float, everything else is handed through. */
export function roundToTensor(array: HostArray): NumericTensor {
  if (array.data instanceof Float64Array) return { data: Float32Array.from(array.data), shape: array.shape, dtype: 'float32' };
  return array as NumericTensor;
}

/** The values as the primitive would see them if it ran by itself. */
export function rounded(array: HostArray): HostArray {
  return array.data instanceof Float64Array ? roundToTensor(array) : array;
}

/** One number in every place. */
export function filled(shape: readonly number[], dtype: NumericDType, value: number): HostArray {
  return { data: allocate(dtype, sizeOf(shape)).fill(value), shape, dtype };
}
