import * as tf from '@tensorflow/tfjs-core';
import { InvalidArgumentError } from '@kedge/graph-core';
import { isFollowed, record } from './recording.js';

/** A copy that tfjs's tape does not see: what it is made of is no part of the derivative. */
function unrecordedCopy(x: tf.Tensor): tf.Tensor {
  const { state } = tf.engine();
  state.kernelDepth += 1;
  try {
    return tf.clone(x);
  } finally {
    state.kernelDepth -= 1;
  }
}

/** Frees what a forward pass that failed had saved for the backward pass. */
function dropTape(): void {
  const { state } = tf.engine();
  if (state.gradientDepth > 0) return;
  for (const { saved = [] } of state.activeTape ?? []) for (const tensor of saved) tensor.dispose();
  state.activeTape = [];
}

/**
 * A scalar function and its derivatives at one point.
 *
 * @param fn Computes a float32 scalar.
 * @param xs What it is differentiated by.
 * @returns The scalar, and a gradient for each of `xs` that it depends on.
 */
export function valueAndGradients(fn: () => tf.Tensor, xs: readonly tf.Tensor[]): { value: tf.Tensor; gradients: (tf.Tensor | undefined)[] } {
  const forward = (): tf.Tensor =>
    record(xs, () => {
      const y = fn();
      if (y.rank !== 0 || y.dtype !== 'float32') {
        throw new InvalidArgumentError(`valueAndGradients: expected a function that returns a float32 scalar, got ${y.dtype} of shape [${y.shape.join(', ')}].`);
      }
      return isFollowed(y) ? y : unrecordedCopy(y);
    });
  if (xs.length === 0) return { value: tf.tidy(fn), gradients: [] };
  try {
    const { value, grads } = tf.engine().gradients(forward, [...xs], undefined, true);
    return { value, gradients: grads.map((gradient: tf.Tensor | null | undefined) => gradient ?? undefined) };
  } catch (error) {
    dropTape();
    throw error;
  }
}
