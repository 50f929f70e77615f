import * as tf from '@tensorflow/tfjs-core';
import { sizeOf, type DType, type Tensor } from '@kedge/graph-core';

/** The tfjs type that holds values of ours: tfjs has no bytes, so that `uint8` lies in `int32`. */
export const STORED_AS: Record<DType, 'float32' | 'int32' | 'bool' | 'string'> = {
  float32: 'float32',
  int32: 'int32',
  uint8: 'int32',
  bool: 'bool',
  string: 'string',
};

/** Copies host values into a new tfjs tensor; later changes of the array do not reach it. */
export function toTfjs(tensor: Tensor): tf.Tensor {
  const shape = [...tensor.shape];
  switch (tensor.dtype) {
    case 'string':
      return tf.tensor([...tensor.data], shape, 'string');
    case 'uint8':
      return tf.tensor(Int32Array.from(tensor.data), shape, 'int32');
    default:
      return tf.tensor(tensor.data.slice(), shape, tensor.dtype);
  }
}

/** What tfjs gives for the values of a tensor. */
export type StoredValues = Float32Array | Int32Array | Uint8Array | string[];

/** Host values out of what tfjs holds; a copy, since tfjs's cpu backend hands out its own array. */
export function fromTfjs(values: StoredValues, shape: readonly number[], dtype: DType): Tensor {
  switch (dtype) {
    case 'float32':
      return { data: Float32Array.from(values as Float32Array), shape, dtype };
    case 'int32':
      return { data: Int32Array.from(values as Int32Array), shape, dtype };
    case 'string':
      return { data: [...(values as string[])], shape, dtype };
    default:
      return { data: Uint8Array.from(values as Uint8Array), shape, dtype };
  }
}

/** A tensor without elements. */
export function emptyTensor(shape: readonly number[], dtype: DType): tf.Tensor {
  return tf.tensor([], [...shape], STORED_AS[dtype]);
}

/** Whether a shape has no elements. */
export function isEmptyShape(shape: readonly number[]): boolean {
  return sizeOf(shape) === 0;
}
