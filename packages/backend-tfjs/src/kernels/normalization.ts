import * as tf from '@tensorflow/tfjs-core';
import { add, multiply, rsqrt, subtract } from '../functions/arithmetic.js';
import { transpose } from '../functions/movement.js';
import { differentiable } from '../recording.js';
import type { KernelTable } from './kernel.js';

type OfLastAxis = (x: tf.Tensor) => tf.Tensor;

/** Computes along an axis what is computed along the last one. */
function alongAxis(x: tf.Tensor, axis: number, compute: OfLastAxis): tf.Tensor {
  const others = x.shape.map((_, i) => i).filter((i) => i !== axis);
  const order = [...others, axis];
  return transpose(compute(transpose(x, order)), order.map((_, i) => order.indexOf(i)));
}

const softmax: OfLastAxis = (x) =>
  differentiable([x], () => tf.softmax(x), (y) => ({ y }), (dy, saved) => [
    () => {
      const weighted = tf.mul(dy, saved.y);
      return tf.sub(weighted, tf.mul(saved.y, tf.sum(weighted, -1, true)));
    },
  ]);

function logSoftmaxForward(x: tf.Tensor): tf.Tensor {
  const shifted = tf.sub(x, tf.max(x, -1, true));
  return tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), -1, true)));
}

const logSoftmax: OfLastAxis = (x) =>
  differentiable([x], () => logSoftmaxForward(x), (y) => ({ y }), (dy, saved) => [
    () => tf.sub(dy, tf.mul(tf.exp(saved.y), tf.sum(dy, -1, true))),
  ]);

export const normalizationKernels = {
  batchNormalization: ([x, mean, variance, offset, scale], { epsilon }) => {
    const factor = multiply(rsqrt(add(variance, tf.scalar(epsilon))), scale);
    return add(multiply(x, factor), subtract(offset, multiply(mean, factor)));
  },
  logSoftmax: ([x], { axis }) => alongAxis(x, axis, logSoftmax),
  softmax: ([x], { axis }) => alongAxis(x, axis, softmax),
} satisfies Partial<KernelTable>;
