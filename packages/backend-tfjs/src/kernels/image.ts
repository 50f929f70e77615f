import * as tf from '@tensorflow/tfjs-core';
import { nearestIndices, resizeMatrix, type Interpolation, type ResizeAttrs } from '@kedge/graph-core';
import { matmul } from '../functions/matrix.js';
import { reshape, transpose } from '../functions/movement.js';
import { gatherRows } from '../functions/rows.js';
import type { KernelTable } from './kernel.js';

/** Picks cells along the second of four dimensions. */
function pickRows(x: tf.Tensor, indices: Int32Array): tf.Tensor {
  const [batch = 1, height = 1, width = 1, channels = 1] = x.shape;
  const table = reshape(transpose(x, [1, 0, 2, 3]), [height, batch * width * channels]);
  const picked = reshape(gatherRows(table, tf.tensor1d(indices, 'int32')), [indices.length, batch, width, channels]);
  return transpose(picked, [1, 0, 2, 3]);
}

function resizeNearest(x: tf.Tensor, [rows, columns]: ResizeAttrs['size']): tf.Tensor {
  const tall = pickRows(x, nearestIndices(x.shape[1] ?? 1, rows));
  return transpose(pickRows(transpose(tall, [0, 2, 1, 3]), nearestIndices(x.shape[2] ?? 1, columns)), [0, 2, 1, 3]);
}

/** Every kernel is separable: a matrix for the rows, a matrix for the columns. */
function resizeByMatrices(x: tf.Tensor, [rows, columns]: ResizeAttrs['size'], interpolation: Exclude<Interpolation, 'nearest'>, antialias: boolean): tf.Tensor {
  const [batch = 1, height = 1, width = 1, channels = 1] = x.shape;
  const vertical = tf.tensor2d(resizeMatrix(height, rows, interpolation, antialias), [rows, height]);
  const horizontal = tf.tensor2d(resizeMatrix(width, columns, interpolation, antialias), [columns, width]);
  const tall = matmul(vertical, reshape(x, [batch, height, width * channels]), false, false);
  const wide = matmul(horizontal, reshape(tall, [batch * rows, width, channels]), false, false);
  return reshape(wide, [batch, rows, columns, channels]);
}

export const imageKernels = {
  resize: ([x], { size, interpolation, antialias }) => (interpolation === 'nearest' ? resizeNearest(x, size) : resizeByMatrices(x, size, interpolation, antialias)),
} satisfies Partial<KernelTable>;
