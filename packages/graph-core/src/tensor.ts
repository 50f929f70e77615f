import { BYTES_PER_ELEMENT, type NumericDType } from './dtype.js';
import { InvalidArgumentError } from './errors.js';
import { VALUE_KIND } from './value.js';

/** Plain values in host memory, row-major; nothing to dispose. */
export type Tensor =
  | { readonly data: Float32Array; readonly shape: readonly number[]; readonly dtype: 'float32' }
  | { readonly data: Int32Array; readonly shape: readonly number[]; readonly dtype: 'int32' }
  | { readonly data: Uint8Array; readonly shape: readonly number[]; readonly dtype: 'uint8' | 'bool' }
  | { readonly data: readonly string[]; readonly shape: readonly number[]; readonly dtype: 'string' };

/** A {@link Tensor} that holds numbers. */
export type NumericTensor = Exclude<Tensor, { dtype: 'string' }>;

/** Number of elements of a fully known shape; 1 for a scalar. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, dim) => product * dim, 1);
}

/** Bytes that the elements of a tensor take in host memory. */
export function byteLength(tensor: Tensor): number {
  return sizeOf(tensor.shape) * BYTES_PER_ELEMENT[tensor.dtype];
}

/**
 * Makes a {@link Tensor} out of numbers.
 *
 * @param values As many numbers as the shape has elements, row-major.
 * @param shape Sizes of the dimensions; `[]` for a scalar.
 * @param dtype Element type; numbers are converted as the typed array of that type does it, `bool` by `!== 0`.
 * @throws {InvalidArgumentError} when the count does not fit the shape.
 *
 * @example
 * tensor([1, 2, 3, 4], [2, 2]).shape; // [2, 2]
 */
export function tensor(values: ArrayLike<number>, shape: readonly number[], dtype: NumericDType = 'float32'): NumericTensor {
  const expected = sizeOf(shape);
  if (!shape.every((dim) => Number.isInteger(dim) && dim >= 0)) {
    throw new InvalidArgumentError(`Expected sizes that are whole numbers from 0, got shape [${shape.join(', ')}].`);
  }
  if (values.length !== expected) {
    throw new InvalidArgumentError(
      `Expected ${expected} values for shape [${shape.join(', ')}], got ${values.length}. Pass as many values as the shape has elements.`,
    );
  }
  switch (dtype) {
    case 'float32':
      return { data: values instanceof Float32Array ? values : Float32Array.from(values), shape, dtype };
    case 'int32':
      return { data: values instanceof Int32Array ? values : Int32Array.from(values), shape, dtype };
    case 'uint8':
      return { data: values instanceof Uint8Array ? values : Uint8Array.from(values), shape, dtype };
    case 'bool':
      return { data: Uint8Array.from(values, (value) => (value === 0 ? 0 : 1)), shape, dtype };
  }
}

/** A tensor without dimensions that holds one number. */
export function scalar(value: number, dtype: NumericDType = 'float32'): NumericTensor {
  return tensor([value], [], dtype);
}

/** A tensor of zeros. */
export function zeros(shape: readonly number[], dtype: NumericDType = 'float32'): NumericTensor {
  const size = sizeOf(shape);
  switch (dtype) {
    case 'float32':
      return { data: new Float32Array(size), shape, dtype };
    case 'int32':
      return { data: new Int32Array(size), shape, dtype };
    default:
      return { data: new Uint8Array(size), shape, dtype };
  }
}

/** Whether a value is a plain {@link Tensor}: an object with `data`, `shape` and a known `dtype`, and no brand of ours. */
export function isTensor(value: unknown): value is Tensor {
  if (typeof value !== 'object' || value === null || VALUE_KIND in value) return false;
  const { data, shape, dtype } = value as { data?: unknown; shape?: unknown; dtype?: unknown };
  return (
    Array.isArray(shape) &&
    typeof dtype === 'string' &&
    Object.hasOwn(BYTES_PER_ELEMENT, dtype) &&
    (ArrayBuffer.isView(data) || Array.isArray(data))
  );
}
