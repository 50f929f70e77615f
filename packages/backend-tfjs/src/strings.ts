import * as tf from '@tensorflow/tfjs-core';
import { DTypeMismatchError, movesElements, NumberedStrings, type DType, type PrimitiveName } from '@kedge/graph-core';

/**
 * Computes a primitive on strings: each different string becomes a number, the kernel moves numbers, and what comes out is
 * looked up again. tfjs's own kernels take strings here and there only.
 *
 * @param primitive Its name.
 * @param inputs Tensors, some of them of strings.
 * @param outputTypes Types of the results.
 * @param kernel Computes the primitive on tensors without strings.
 * @throws {DTypeMismatchError} when the primitive computes with its elements.
 */
export function onStrings(primitive: PrimitiveName, inputs: readonly tf.Tensor[], outputTypes: readonly DType[], kernel: (inputs: tf.Tensor[]) => readonly tf.Tensor[]): tf.Tensor[] {
  if (!movesElements(primitive)) throw new DTypeMismatchError(`${primitive}: expected numbers, got strings.`);
  const strings = new NumberedStrings();
  const numbered = inputs.map((x) => (x.dtype === 'string' ? tf.tensor(strings.numbersOf(x.dataSync<'string'>()), x.shape, 'int32') : x));
  const results = kernel(numbered);
  return results.map((result, i) => (outputTypes[i] === 'string' ? tf.tensor(strings.textsOf(result.dataSync<'int32'>()), result.shape, 'string') : result));
}
