import * as tf from '@tensorflow/tfjs-core';
import { DTypeMismatchError, type DType, type PrimitiveName } from '@kedge/graph-core';

/** What moves elements, or asks whether they are equal, and so does not care what they are. */
const MOVES_ELEMENTS: ReadonlySet<PrimitiveName> = new Set<PrimitiveName>([
  'broadcastTo', 'cast', 'concatenate', 'equal', 'expandDims', 'gather', 'gatherNd', 'identity', 'notEqual', 'pad', 'reshape', 'reverse', 'slice', 'split', 'squeeze', 'stopGradient', 'stridedSlice', 'tile', 'transpose', 'where',
]);

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
  if (!MOVES_ELEMENTS.has(primitive)) throw new DTypeMismatchError(`${primitive}: expected numbers, got strings.`);
  // Number 0 is the empty string, so that padding with zeros pads with empty strings.
  const numbers = new Map<string, number>([['', 0]]);
  const numberOf = (text: string): number => {
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  };
  const numbered = inputs.map((x) => (x.dtype === 'string' ? tf.tensor(Int32Array.from(x.dataSync<'string'>(), numberOf), x.shape, 'int32') : x));
  const results = kernel(numbered);
  const texts = [...numbers.keys()];
  return results.map((result, i) => {
    if (outputTypes[i] !== 'string') return result;
    return tf.tensor(Array.from(result.dataSync<'int32'>(), (number) => texts[number] ?? ''), result.shape, 'string');
  });
}
