import * as tf from '@tensorflow/tfjs-core';

type Numbers = Float32Array | Int32Array;

/** Whether the active tfjs backend keeps its values where JavaScript can read them at once. */
export function isOnHost(): boolean {
  return tf.getBackend() === 'cpu' || tf.getBackend() === 'wasm';
}

/** tfjs's cpu backend may hold floats in an array of integers, and the reverse: a cast of its shares the array. */
function numbersOf(x: tf.Tensor): Numbers {
  const data: ArrayLike<number> = x.dataSync();
  if (x.dtype === 'float32') return data instanceof Float32Array ? data : Float32Array.from(data);
  return data instanceof Int32Array ? data : Int32Array.from(data);
}

/** A function of each element of floats or integers, computed in JavaScript's doubles. */
export function mapOnHost(x: tf.Tensor, fn: (x: number) => number): tf.Tensor {
  return tf.tensor(numbersOf(x).map(fn), x.shape, x.dtype);
}

/** A function of pairs of elements of two tensors that broadcast together, computed in JavaScript's doubles. */
export function zipOnHost(a: tf.Tensor, b: tf.Tensor, fn: (a: number, b: number) => number): tf.Tensor {
  const shape = tf.backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
  const left = numbersOf(tf.broadcastTo(a, shape));
  const right = numbersOf(tf.broadcastTo(b, shape));
  return tf.tensor(left.map((value, i) => fn(value, right[i] ?? 0)), shape, a.dtype);
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
