import * as tf from '@tensorflow/tfjs-core';
import { KedgeError } from '@kedge/graph-core';

/**
 * The tensors that gradients will be wanted for: the arguments, and whatever differentiable functions made of them.
 *
 * tfjs has one tape per process, so there is one set of them. Everything else computed meanwhile is a constant, for which
 * nothing is saved: the forward pass of a frozen base costs no more than inference.
 */
let followed: WeakSet<tf.Tensor> | undefined;

/** Whether a gradient is being recorded that depends on this tensor. */
export function isFollowed(x: tf.Tensor): boolean {
  return followed?.has(x) === true;
}

/**
 * Runs the forward pass of a gradient computation.
 *
 * @param xs What is differentiated by.
 * @param fn The forward pass.
 * @throws {KedgeError} `NESTED_GRADIENTS` inside another one.
 */
export function record<T>(xs: readonly tf.Tensor[], fn: () => T): T {
  if (followed !== undefined) {
    throw new KedgeError('NESTED_GRADIENTS', 'Gradients were asked for inside a function whose gradients are being taken. Gradients of gradients are not supported.');
  }
  followed = new WeakSet(xs);
  try {
    return fn();
  } finally {
    followed = undefined;
  }
}

/** Computes the gradient by one input, when it is asked for. */
export type Gradient = () => tf.Tensor;

/**
 * Computes a tensor so that gradients flow through it.
 *
 * @param inputs What the result depends on.
 * @param forward Computes the result, a new tensor, with tfjs ops.
 * @param save Tensors that the gradients need, by name. They are kept alive until then, whoever disposes of them.
 * @param backward One gradient for each input, from the gradient `dy` by the result, with tfjs ops; only those that are needed are called.
 */
export function differentiable<const I extends readonly tf.Tensor[], S extends Readonly<Record<string, tf.Tensor>>>(
  inputs: I,
  forward: () => tf.Tensor,
  save: (y: tf.Tensor) => S,
  backward: (dy: tf.Tensor, saved: S) => { readonly [K in keyof I]: Gradient },
): tf.Tensor {
  const wanted = inputs.flatMap((input, i) => (isFollowed(input) ? [i] : []));
  // Within the forward pass of another one, the tape is off: that one has the gradient.
  if (wanted.length === 0 || !tf.engine().isTapeOn()) return forward();
  const custom = tf.customGrad((...args) => {
    const keep = args.at(-1) as tf.GradSaveFunc;
    const result = forward();
    const value = inputs.includes(result) ? tf.clone(result) : result;
    const saved = save(value);
    keep(Object.values(saved));
    const gradFunc = (dy: tf.Tensor, kept: tf.Tensor[]): tf.Tensor[] => {
      const restored = Object.fromEntries(Object.keys(saved).map((name, i) => [name, kept[i]])) as unknown as S;
      const gradients: readonly Gradient[] = backward(dy, restored);
      // tfjs disposes of gradients that it has added up: each must be a tensor of its own.
      return wanted.map((i) => tf.tidy(() => tf.clone((gradients[i] as Gradient)())));
    };
    return { value, gradFunc };
  });
  const y = custom(...wanted.map((i) => inputs[i] as tf.Tensor));
  followed?.add(y);
  return y;
}
