import * as tf from '@tensorflow/tfjs-core';
import { broadcastShapes, sizeOf } from '@kedge/graph-core';
import { differentiable } from '../recording.js';
import { broadcastTo, reshape } from './movement.js';

/** tfjs's wasm kernel is fast for one pair of matrices as they are, and ten times slower for transposed ones. */
export function product(a: tf.Tensor, b: tf.Tensor, transposeA: boolean, transposeB: boolean): tf.Tensor {
  const isSingle = a.rank === 2 || (a.shape[0] === 1 && b.shape[0] === 1);
  if (tf.getBackend() !== 'wasm' || !isSingle) return tf.matMul(a, b, transposeA, transposeB);
  const turned = (x: tf.Tensor): tf.Tensor => tf.transpose(x, x.rank === 2 ? [1, 0] : [0, 2, 1]);
  return tf.matMul(transposeA ? turned(a) : a, transposeB ? turned(b) : b);
}

/** Products of matrices of equal batch size: `[batch, rows, inner]` by `[batch, inner, columns]`, each transposed if asked. */
export function batchMatmul(a: tf.Tensor, b: tf.Tensor, transposeA: boolean, transposeB: boolean): tf.Tensor {
  return differentiable(
    [a, b],
    () => product(a, b, transposeA, transposeB),
    () => ({ a, b }),
    (dy, saved) => [
      () => (transposeA ? product(saved.b, dy, transposeB, true) : product(dy, saved.b, false, !transposeB)),
      () => (transposeB ? product(dy, saved.a, true, transposeA) : product(saved.a, dy, !transposeA, false)),
    ],
  );
}

/** Matrix products over the last two dimensions, the others broadcasting. */
export function matmul(a: tf.Tensor, b: tf.Tensor, transposeA: boolean, transposeB: boolean): tf.Tensor {
  const [rows = 1, inner = 1] = transposeA ? a.shape.slice(-2).reverse() : a.shape.slice(-2);
  const columns = (transposeB ? b.shape.at(-2) : b.shape.at(-1)) ?? 1;
  const batch = broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2), 'matmul') as readonly number[];
  const shape = [...batch, rows, columns];
  // tfjs's wasm kernel leaves garbage where there is nothing to add up.
  if (inner === 0) return tf.zeros(shape);
  if (b.rank === 2 && a.rank > 2 && !transposeA) {
    return reshape(batchMatmul(reshape(a, [sizeOf(a.shape.slice(0, -1)), inner]), b, false, transposeB), shape);
  }
  const count = sizeOf(batch);
  const stacked = (x: tf.Tensor): tf.Tensor => reshape(broadcastTo(x, [...batch, ...x.shape.slice(-2)]), [count, ...x.shape.slice(-2)]);
  if (batch.length === 0) return batchMatmul(a, b, transposeA, transposeB);
  return reshape(batchMatmul(stacked(a), stacked(b), transposeA, transposeB), shape);
}
