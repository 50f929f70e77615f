import * as tf from '@tensorflow/tfjs-core';

export type Numbers = Float32Array | Int32Array | Uint8Array;

/** What tfjs's wasm backend has beside its public interface: a view into its memory. */
interface HeapBackend {
  typedArrayFromHeap(x: tf.TensorInfo): Numbers;
}

/** Whether the active tfjs backend keeps its values where JavaScript can read them at once. */
export function isOnHost(): boolean {
  return tf.getBackend() === 'cpu' || tf.getBackend() === 'wasm';
}

/**
 * The values of a tensor without a copy, to be read at once: the next tensor may move the memory that they lie in.
 *
 * tfjs's cpu backend may hold floats in an array of integers, and the reverse, since a cast of its shares the array.
 */
export function numbersOf(x: tf.Tensor): Numbers {
  const data: ArrayLike<number> = tf.getBackend() === 'wasm' ? (tf.backend() as unknown as HeapBackend).typedArrayFromHeap(x) : x.dataSync();
  switch (x.dtype) {
    case 'float32':
      return data instanceof Float32Array ? data : Float32Array.from(data);
    case 'int32':
      return data instanceof Int32Array ? data : Int32Array.from(data);
    default:
      return data instanceof Uint8Array ? data : Uint8Array.from(data);
  }
}

/** An empty array of as many numbers, of the type that a tensor's values have. */
export function numbersLike(x: tf.Tensor, count: number): Numbers {
  if (x.dtype === 'float32') return new Float32Array(count);
  return x.dtype === 'int32' ? new Int32Array(count) : new Uint8Array(count);
}

/** A function of each element, computed in JavaScript's doubles. */
export function mapOnHost(x: tf.Tensor, fn: (x: number) => number): tf.Tensor {
  return tf.tensor(numbersOf(x).map(fn), x.shape, x.dtype);
}

/** A function of pairs of elements of two tensors that broadcast together, computed in JavaScript's doubles. */
export function zipOnHost(a: tf.Tensor, b: tf.Tensor, fn: (a: number, b: number) => number): tf.Tensor {
  const shape = tf.backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
  const [left, right] = [tf.broadcastTo(a, shape), tf.broadcastTo(b, shape)];
  const other = numbersOf(right);
  return tf.tensor(numbersOf(left).map((value, i) => fn(value, other[i] ?? 0)), shape, a.dtype);
}

/**
 * A function of elements where tfjs's own kernel is inexact on cpu or wasm.
 *
 * @param fn Computes it on the host.
 * @param kernel tfjs's op, for backends whose values cannot be read at once.
 */
export function exactMap(x: tf.Tensor, fn: (x: number) => number, kernel: (x: tf.Tensor) => tf.Tensor): tf.Tensor {
  return isOnHost() ? mapOnHost(x, fn) : kernel(x);
}

/** As {@link exactMap}, of pairs of elements. */
export function exactZip(a: tf.Tensor, b: tf.Tensor, fn: (a: number, b: number) => number, kernel: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor): tf.Tensor {
  return isOnHost() ? zipOnHost(a, b, fn) : kernel(a, b);
}
