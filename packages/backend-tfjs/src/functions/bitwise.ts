import * as tf from '@tensorflow/tfjs-core';

// tfjs has a kernel for one of the bitwise functions. The others come out of sums and that one, for backends whose values
// cannot be read at once.

type Binary = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

/** Bits that one of both has: `a + b` counts those of both twice. */
export const bitwiseOr: Binary = (a, b) => tf.sub(tf.add(a, b), tf.bitwiseAnd(a, b));

/** Bits that exactly one of both has. */
export const bitwiseXor: Binary = (a, b) => tf.sub(bitwiseOr(a, b), tf.bitwiseAnd(a, b));

const powersOfTwo = (): tf.Tensor => tf.tensor1d(Int32Array.from({ length: 32 }, (_, i) => 1 << i), 'int32');

/** `a << b`, for `b` from 0 to 31. */
export const leftShift: Binary = (a, b) => tf.mul(a, tf.gather(powersOfTwo(), b));

/** `a >> b`, for `b` from 0 to 31; in two halves, as 2^31 is no int32. */
export const rightShift: Binary = (a, b) => {
  const half = tf.floorDiv(b, tf.scalar(2, 'int32'));
  return tf.floorDiv(tf.floorDiv(a, tf.gather(powersOfTwo(), half)), tf.gather(powersOfTwo(), tf.sub(b, half)));
};
