import * as tf from '@tensorflow/tfjs-core';
import { numbersOf } from './host.js';
import { everyNth, spreadAxis } from './movement.js';
import { tapOffset, tapsOf, type Windows } from './window.js';

// tfjs's wasm kernel gives other gradients than its cpu kernel where a window has its largest element twice, and wrong ones.

/**
 * The gradient of a maximum over windows goes to the first cell of each window that holds its largest element.
 *
 * @param dy `[batch, rows, columns, channels]`, one number for each window.
 * @param padded The input with its padding.
 * @param y The maxima, of the shape of `dy`.
 * @returns The gradient by `padded`.
 */
export type MaxPoolGradient = (dy: tf.Tensor, padded: tf.Tensor, y: tf.Tensor, windows: Pick<Windows, 'size' | 'strides' | 'output' | 'dilations'>) => tf.Tensor;

/** Window by window on the host. */
export const maxPoolGradientOnHost: MaxPoolGradient = (dy, padded, y, { size, strides, output }) => {
  const [batch = 1, height = 1, width = 1, channels = 1] = padded.shape;
  const [[rows = 1, columns = 1], [down = 1, across = 1], [outRows = 1, outColumns = 1]] = [size, strides, output];
  const [from, top, slope] = [numbersOf(padded), numbersOf(y), numbersOf(dy)];
  const result = new Float32Array(padded.size);
  const giveToFirst = (index: number, start: number): void => {
    for (let cell = 0; cell < rows * columns; cell++) {
      const at = start + (Math.floor(cell / columns) * width + (cell % columns)) * channels;
      if (from[at] === top[index]) {
        result[at] = (result[at] ?? 0) + (slope[index] ?? 0);
        return;
      }
    }
  };
  for (let window = 0; window < batch * outRows * outColumns; window++) {
    const column = window % outColumns;
    const row = Math.floor(window / outColumns) % outRows;
    const picture = Math.floor(window / (outColumns * outRows));
    const start = ((picture * height + row * down) * width + column * across) * channels;
    for (let channel = 0; channel < channels; channel++) giveToFirst(window * channels + channel, start + channel);
  }
  return tf.tensor(result, padded.shape);
};

/** Cell by cell of the window, for all windows at a time, with tfjs's ops: for backends whose values cannot be read at once. */
export const maxPoolGradientByTaps: MaxPoolGradient = (dy, padded, y, windows) => {
  const [batch = 1, height = 1, width = 1, channels = 1] = padded.shape;
  let open = tf.fill(y.shape, 1, 'bool');
  let total = tf.zerosLike(padded);
  for (const tap of tapsOf(windows)) {
    [open, total] = tf.tidy(() => {
      const cells = everyNth(padded, [0, ...tapOffset(tap, windows), 0], [1, ...windows.strides, 1], [batch, ...windows.output, channels]);
      const isHit = tf.logicalAnd(open, tf.equal(cells, y));
      const share = tf.where(isHit, dy, tf.zerosLike(dy));
      const spread = windows.strides.reduce((part, stride, i) => spreadAxis(part, i + 1, stride), share);
      const [top = 0, left = 0] = tap;
      const [, rows = 1, columns = 1] = spread.shape;
      const placed = tf.pad(spread, [[0, 0], [top, height - top - rows], [left, width - left - columns], [0, 0]]);
      return [tf.logicalAnd(open, tf.logicalNot(isHit)), tf.add(total, placed)];
    });
  }
  return total;
};
