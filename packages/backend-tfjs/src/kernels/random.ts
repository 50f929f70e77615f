import * as tf from '@tensorflow/tfjs-core';
import { normalNumbers, sizeOf, truncatedNormalNumbers, uniformNumbers, type Seed } from '@kedge/graph-core';
import { resultSpec, type KernelContext, type KernelTable } from './kernel.js';

function drawn(seed: tf.Tensor, context: KernelContext, draw: (seed: Seed, count: number) => Float32Array): tf.Tensor {
  const [first = 0, second = 0] = seed.dataSync<'int32'>();
  const { shape } = resultSpec(context);
  return tf.tensor(draw([first, second], sizeOf(shape)), [...shape]);
}

export const randomKernels = {
  randomNormal: ([seed], { mean, stddev }, context) => drawn(seed, context, (key, count) => normalNumbers(key, count).map((z) => mean + z * stddev)),
  randomTruncatedNormal: ([seed], { mean, stddev }, context) =>
    drawn(seed, context, (key, count) => truncatedNormalNumbers(key, count).map((z) => mean + z * stddev)),
  randomUniform: ([seed], { minval, maxval }, context) => drawn(seed, context, (key, count) => uniformNumbers(key, count, minval, maxval)),
} satisfies Partial<KernelTable>;
