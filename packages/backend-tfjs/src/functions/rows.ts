import * as tf from '@tensorflow/tfjs-core';
import { InvalidArgumentError } from '@kedge/graph-core';
import { differentiable } from '../recording.js';
import { copyRows } from './copy.js';
import { isOnHost, numbersOf, type Numbers } from './host.js';

/** Sums rows that share a number into a table of `count` rows. */
export function scatterRows(rows: tf.Tensor, ids: tf.Tensor, count: number): tf.Tensor {
  const width = rows.shape[1] ?? 1;
  if (rows.size === 0) return tf.zeros([count, width], rows.dtype);
  return tf.scatterND(tf.reshape(ids, [ids.size, 1]), rows, [count, width]);
}

/** Rows of a table, by number. */
export function gatherRows(table: tf.Tensor, ids: tf.Tensor): tf.Tensor {
  return differentiable([table], () => copyRows(table, ids), () => ({ ids }), (dy, saved) => [() => scatterRows(dy, saved.ids, table.shape[0] ?? 0)]);
}

/** {@link scatterRows}, differentiable by the rows. */
export function sumRows(rows: tf.Tensor, ids: tf.Tensor, count: number): tf.Tensor {
  return differentiable([rows], () => scatterRows(rows, ids, count), () => ({ ids }), (dy, saved) => [() => copyRows(dy, saved.ids)]);
}

/** How to read indices. */
export interface IndexRule {
  /** Cells of the dimensions that the last dimension of the indices counts in. */
  readonly dims: readonly number[];
  /** Whether negative indices count from the end. */
  readonly fromEnd: boolean;
  /** What asks, for the message. */
  readonly where: string;
}

function flatIndex(indices: Numbers, row: number, { dims, fromEnd, where }: IndexRule): number {
  return dims.reduce((flat, dim, i) => {
    const given = indices[row * dims.length + i] ?? 0;
    const index = fromEnd && given < 0 ? given + dim : given;
    if (index < 0 || index >= dim) {
      throw new InvalidArgumentError(`${where}: expected indices from ${fromEnd ? -dim : 0} to ${dim - 1}, got ${given} at position ${row}.`);
    }
    return flat * dim + index;
  }, 0);
}

/**
 * Row numbers in a table whose rows are the cells of `dims`, row-major.
 *
 * @param indices Whole numbers; the last dimension has one for each of `dims`.
 * @returns One number for each group of them, in one dimension.
 * @throws {InvalidArgumentError} at an index that lies outside, where values can be read at once.
 */
export function rowNumbers(indices: tf.Tensor, rule: IndexRule): tf.Tensor {
  const { dims } = rule;
  const count = indices.size / dims.length;
  if (isOnHost()) {
    const data = numbersOf(indices);
    return tf.tensor1d(Int32Array.from({ length: count }, (_, row) => flatIndex(data, row, rule)), 'int32');
  }
  const places = tf.tensor1d(dims.map((_, i) => dims.slice(i + 1).reduce((product, dim) => product * dim, 1)), 'int32');
  const sizes = tf.tensor1d([...dims], 'int32');
  const grouped = tf.reshape(indices, [count, dims.length]);
  const counted = rule.fromEnd ? tf.where(tf.less(grouped, tf.scalar(0, 'int32')), tf.add(grouped, sizes), grouped) : grouped;
  return tf.sum(tf.mul(counted, places), 1);
}
