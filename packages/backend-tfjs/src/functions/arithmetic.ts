import * as tf from '@tensorflow/tfjs-core';
import { differentiable } from '../recording.js';
import { exactMap } from './host.js';

const NOTHING = (): Record<never, never> => ({});

/** Sums up what broadcasting had repeated: the gradient of broadcasting from `shape`. */
export function sumTo(x: tf.Tensor, shape: readonly number[]): tf.Tensor {
  const added = x.rank - shape.length;
  const axes = x.shape.flatMap((dim, i) => (i < added || (dim !== 1 && shape[i - added] === 1) ? [i] : []));
  const summed = axes.length === 0 ? x : tf.sum(x, axes);
  return tf.reshape(summed, [...shape]);
}

/** `x`, as a tensor of its own. */
export function identity(x: tf.Tensor): tf.Tensor {
  return differentiable([x], () => tf.clone(x), NOTHING, (dy) => [() => dy]);
}

/** `a + b`, broadcasting. */
export function add(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return differentiable([a, b], () => tf.add(a, b), NOTHING, (dy) => [() => sumTo(dy, a.shape), () => sumTo(dy, b.shape)]);
}

/** `a - b`, broadcasting. */
export function subtract(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return differentiable([a, b], () => tf.sub(a, b), NOTHING, (dy) => [() => sumTo(dy, a.shape), () => sumTo(tf.neg(dy), b.shape)]);
}

/** `a * b`, broadcasting. */
export function multiply(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return differentiable(
    [a, b],
    () => tf.mul(a, b),
    () => ({ a, b }),
    (dy, saved) => [() => sumTo(tf.mul(dy, saved.b), a.shape), () => sumTo(tf.mul(dy, saved.a), b.shape)],
  );
}

/** `a / b`, broadcasting. */
export function divide(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return differentiable(
    [a, b],
    () => tf.div(a, b),
    (y) => ({ b, y }),
    (dy, saved) => [() => sumTo(tf.div(dy, saved.b), a.shape), () => sumTo(tf.neg(tf.div(tf.mul(dy, saved.y), saved.b)), b.shape)],
  );
}

/**
 * A function of each element.
 *
 * @param forward The function.
 * @param slope Its derivative, out of the argument.
 */
export function byInput(x: tf.Tensor, forward: (x: tf.Tensor) => tf.Tensor, slope: (x: tf.Tensor) => tf.Tensor): tf.Tensor {
  return differentiable([x], () => forward(x), () => ({ x }), (dy, saved) => [() => tf.mul(dy, slope(saved.x))]);
}

/** As {@link byInput}, with the derivative out of the result. */
export function byOutput(x: tf.Tensor, forward: (x: tf.Tensor) => tf.Tensor, slope: (y: tf.Tensor) => tf.Tensor): tf.Tensor {
  return differentiable([x], () => forward(x), (y) => ({ y }), (dy, saved) => [() => tf.mul(dy, slope(saved.y))]);
}

/** `1 / sqrt(x)`. */
export function rsqrt(x: tf.Tensor): tf.Tensor {
  return byOutput(x, (v) => tf.rsqrt(v), (y) => tf.mul(tf.mul(y, tf.square(y)), -0.5));
}

/** `a` where the condition holds, else `b`; all three broadcast. */
export function where(condition: tf.Tensor, a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return differentiable(
    [a, b],
    () => select(condition, a, b),
    () => ({ condition }),
    (dy, saved) => [
      () => sumTo(tf.where(saved.condition, dy, tf.zerosLike(dy)), a.shape),
      () => sumTo(tf.where(saved.condition, tf.zerosLike(dy), dy), b.shape),
    ],
  );
}

/** tfjs's wasm kernel gets booleans wrong: they go through integers. */
function select(condition: tf.Tensor, a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  if (a.dtype !== 'bool') return tf.where(condition, a, b);
  return toBool(tf.where(condition, tf.cast(a, 'int32'), tf.cast(b, 'int32')));
}

/** `x != 0`. tfjs's cast to `bool` is wrong on wasm. */
export function toBool(x: tf.Tensor): tf.Tensor {
  return tf.notEqual(x, tf.scalar(0, x.dtype === 'float32' ? 'float32' : 'int32'));
}

/** Integers modulo 256, from 0 to 255: what a byte keeps of them. */
export function toByte(x: tf.Tensor): tf.Tensor {
  return exactMap(x, (value) => value & 255, (value) => tf.mod(value, tf.scalar(256, 'int32')));
}

/** Integers as a byte keeps them where the result is `uint8`, else as they are. */
export function wrapIfByte(x: tf.Tensor, dtype: string): tf.Tensor {
  return dtype === 'uint8' ? toByte(x) : x;
}
