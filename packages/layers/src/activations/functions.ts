import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import { withLogits } from '../engine/logits.js';

/** An activation: elementwise, or along the last axis. */
export type ActivationFunction = (x: ValueLike) => Value;

/** Every activation by Keras' identifier. */
export const activationFunctions = {
  celu: (x) => ops.celu(x),
  elu: (x) => ops.elu(x, 1),
  exponential: (x) => ops.exp(x),
  gelu: (x) => ops.gelu(x, false),
  gelu_tanh: (x) => ops.gelu(x, true),
  glu: (x) => ops.glu(x),
  hard_shrink: (x) => ops.hardShrink(x),
  hard_sigmoid: (x) => ops.hardSigmoid(x),
  /** `0.2 x + 0.5` limited to [0, 1]: what Keras 1 and 2 call hard_sigmoid. */
  hard_sigmoid_keras2: (x) => ops.clip(ops.add(ops.multiply(x, 0.2), 0.5), 0, 1),
  hard_silu: (x) => ops.hardSilu(x),
  hard_tanh: (x) => ops.hardTanh(x),
  leaky_relu: (x) => ops.leakyRelu(x, 0.2),
  linear: (x) => ops.identity(x),
  log_sigmoid: (x) => ops.logSigmoid(x),
  log_softmax: (x) => ops.logSoftmax(x, -1),
  mish: (x) => ops.multiply(x, ops.tanh(ops.softplus(x))),
  relu: (x) => ops.relu(x),
  relu6: (x) => ops.relu6(x),
  selu: (x) => ops.selu(x),
  sigmoid: (x) => withLogits(ops.sigmoid(x), x),
  silu: (x) => ops.silu(x),
  soft_shrink: (x) => ops.softShrink(x),
  softmax: (x) => withLogits(ops.softmax(x, -1), x),
  softplus: (x) => ops.softplus(x),
  softsign: (x) => ops.softsign(x),
  sparse_plus: (x) => ops.sparsePlus(x),
  sparse_sigmoid: (x) => ops.sparseSigmoid(x),
  sparsemax: (x) => ops.sparsemax(x),
  squareplus: (x) => ops.squareplus(x),
  tanh: (x) => ops.tanh(x),
  tanh_shrink: (x) => ops.tanhShrink(x),
  threshold: (x) => ops.threshold(x, 0, 0),
} satisfies Record<string, ActivationFunction>;

/** Keras' identifier of an activation. */
export type ActivationName = keyof typeof activationFunctions;
