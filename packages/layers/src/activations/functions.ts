import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import { withLogits } from '../engine/logits.js';

/** An activation: elementwise, or along the last axis. */
export type ActivationFunction = (x: ValueLike) => Value;

const SELU_ALPHA = 1.6732632423543772;
const SELU_SCALE = 1.0507009873554805;

const half = (x: ValueLike): Value => ops.multiply(x, 0.5);

/** `x / 6 + 0.5` limited to [0, 1]: the hard sigmoid of Keras 3. */
const hardSigmoid = (x: ValueLike): Value => ops.clip(ops.add(ops.divide(x, 6), 0.5), 0, 1);

const sigmoidTimesInput = (x: ValueLike): Value => ops.multiply(x, ops.sigmoid(x));

const softShrink = (x: ValueLike, threshold: number): Value =>
  ops.add(ops.relu(ops.subtract(x, threshold)), ops.negative(ops.relu(ops.subtract(ops.negative(x), threshold))));

/** Keeps `x` where its magnitude is above the threshold. */
const hardShrink = (x: ValueLike, threshold: number): Value => ops.where(ops.greater(ops.abs(x), threshold), x, 0);

/**
 * `sparsemax` along the last axis as Keras computes it: its threshold adds up the cumulative sums of the support, where the
 * projection of Martins and Astudillo (2016) takes the last of them. Both agree where one element is the support.
 */
function sparsemax(x: ValueLike): Value {
  const size = (typeof x === 'object' ? x.shape.at(-1) : null) ?? 1;
  const [sorted = x] = ops.topK(x, size);
  const cumulative = ops.cumsum(sorted, -1);
  const ranks = ops.arange(1, size + 1, 1, 'float32');
  const inSupport = ops.greater(ops.add(ops.multiply(sorted, ranks), 1), cumulative);
  const supportSize = ops.sum(ops.cast(inSupport, 'float32'), -1, true);
  const supportSum = ops.sum(ops.where(inSupport, cumulative, 0), -1, true);
  return ops.relu(ops.subtract(x, ops.divide(ops.subtract(supportSum, 1), supportSize)));
}

/** Every activation by Keras' identifier. */
export const activationFunctions = {
  celu: (x) => ops.add(ops.relu(x), ops.minimum(ops.expm1(ops.minimum(x, 0)), 0)),
  elu: (x) => ops.elu(x, 1),
  exponential: (x) => ops.exp(x),
  gelu: (x) => ops.multiply(half(x), ops.add(ops.erf(ops.multiply(x, Math.SQRT1_2)), 1)),
  gelu_tanh: (x) =>
    ops.multiply(half(x), ops.add(ops.tanh(ops.multiply(Math.sqrt(2 / Math.PI), ops.add(x, ops.multiply(0.044715, ops.power(x, 3))))), 1)),
  glu: (x) => {
    const [value = x, gate = x] = ops.split(x, 2, -1);
    return ops.multiply(value, ops.sigmoid(gate));
  },
  hard_shrink: (x) => hardShrink(x, 0.5),
  hard_sigmoid: hardSigmoid,
  /** `0.2 x + 0.5` limited to [0, 1]: what Keras 1 and 2 call hard_sigmoid. */
  hard_sigmoid_keras2: (x) => ops.clip(ops.add(ops.multiply(x, 0.2), 0.5), 0, 1),
  hard_silu: (x) => ops.multiply(x, hardSigmoid(x)),
  hard_tanh: (x) => ops.clip(x, -1, 1),
  leaky_relu: (x) => ops.leakyRelu(x, 0.2),
  linear: (x) => ops.identity(x),
  log_sigmoid: (x) => ops.negative(ops.softplus(ops.negative(x))),
  log_softmax: (x) => ops.logSoftmax(x, -1),
  mish: (x) => ops.multiply(x, ops.tanh(ops.softplus(x))),
  relu: (x) => ops.relu(x),
  relu6: (x) => ops.clip(x, 0, 6),
  selu: (x) => ops.multiply(ops.elu(x, SELU_ALPHA), SELU_SCALE),
  sigmoid: (x) => withLogits(ops.sigmoid(x), x),
  silu: sigmoidTimesInput,
  soft_shrink: (x) => softShrink(x, 0.5),
  softmax: (x) => withLogits(ops.softmax(x, -1), x),
  softplus: (x) => ops.softplus(x),
  softsign: (x) => ops.divide(x, ops.add(ops.abs(x), 1)),
  sparse_plus: (x) =>
    ops.where(ops.lessEqual(x, -1), 0, ops.where(ops.less(x, 1), ops.multiply(0.25, ops.square(ops.add(x, 1))), x)),
  sparse_sigmoid: (x) => ops.clip(ops.multiply(0.5, ops.add(x, 1)), 0, 1),
  sparsemax,
  squareplus: (x) => half(ops.add(x, ops.sqrt(ops.add(ops.square(x), 4)))),
  tanh: (x) => ops.tanh(x),
  tanh_shrink: (x) => ops.subtract(x, ops.tanh(x)),
  threshold: (x) => ops.where(ops.greater(x, 0), x, 0),
} satisfies Record<string, ActivationFunction>;

/** Keras' identifier of an activation. */
export type ActivationName = keyof typeof activationFunctions;
