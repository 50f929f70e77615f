import * as tf from '@tensorflow/tfjs-core';
import { differentiable } from '../recording.js';
import { everyNth, padOrCut, spreadAxis } from './movement.js';
import { aroundSpatial, tapOffset, tapsOf, turnedPadding, type Windows } from './window.js';

/** Positions of a window over two spatial dimensions in a padded input. */
function positions(padded: tf.Tensor, tap: readonly number[], windows: Windows): tf.Tensor {
  const [batch = 1] = padded.shape;
  return everyNth(padded, [0, ...tapOffset(tap, windows), 0], [1, ...windows.strides, 1], [batch, ...windows.output, padded.shape[3] ?? 1]);
}

const isSingleCell = ({ size }: Windows): boolean => size.every((cells) => cells === 1);

/**
 * tfjs's kernel on an input that is padded already.
 *
 * On wasm a window of one cell reads memory that is not its own (tfjs#8407): there the cells are picked instead.
 */
function maxOfPadded(padded: tf.Tensor, windows: Windows): tf.Tensor {
  if (isSingleCell(windows)) return positions(padded, [0, 0], windows);
  return tf.engine().runKernel('MaxPool', { x: padded }, { filterSize: [...windows.size], strides: [...windows.strides], pad: 'valid' });
}

function padSpatial(x: tf.Tensor, { padding }: Windows, value: number): tf.Tensor {
  return padding.every(([before, after]) => before === 0 && after === 0) ? x : tf.pad(x, aroundSpatial(padding) as [number, number][], value);
}

/** The gradient goes to the first cell of each window that holds its largest element. */
function maxPoolGradient(dy: tf.Tensor, x: tf.Tensor, y: tf.Tensor, windows: Windows): tf.Tensor {
  const padded = padSpatial(x, windows, -Infinity);
  const [, height = 1, width = 1] = padded.shape;
  let open = tf.fill(y.shape, 1, 'bool');
  let total = tf.zerosLike(padded);
  for (const tap of tapsOf(windows)) {
    [open, total] = tf.tidy(() => {
      const isHit = tf.logicalAnd(open, tf.equal(positions(padded, tap, windows), y));
      const share = tf.where(isHit, dy, tf.zerosLike(dy));
      const spread = windows.strides.reduce((part, stride, i) => spreadAxis(part, i + 1, stride), share);
      const [top = 0, left = 0] = tap;
      const [, rows = 1, columns = 1] = spread.shape;
      const placed = tf.pad(spread, [[0, 0], [top, height - top - rows], [left, width - left - columns], [0, 0]]);
      return [tf.logicalAnd(open, tf.logicalNot(isHit)), tf.add(total, placed)];
    });
  }
  return padOrCut(total, aroundSpatial(windows.padding.map(([before, after]) => [-before, -after])));
}

/** Largest element of each window over two spatial dimensions. */
export function poolMax(x: tf.Tensor, windows: Windows): tf.Tensor {
  return differentiable([x], () => maxOfPadded(padSpatial(x, windows, -Infinity), windows), (y) => ({ x, y }), (dy, saved) => [
    () => maxPoolGradient(dy, saved.x, saved.y, windows),
  ]);
}

/** How many cells of each window lie inside the input, along one dimension. */
function cellsInside(windows: Windows, dimension: number): number[] {
  const { input, output, size, strides, padding } = windows;
  const [cells = 1, stride = 1, span = 1, before = 0] = [input[dimension], strides[dimension], size[dimension], padding[dimension]?.[0]];
  return Array.from({ length: output[dimension] ?? 0 }, (_, i) => {
    const start = i * stride - before;
    return Math.max(Math.min(start + span, cells) - Math.max(start, 0), 0);
  });
}

/** One over the number of cells of each window that lie inside the input: `[1, rows, columns, 1]`. */
function inverseCounts(windows: Windows): tf.Tensor {
  const [rows, columns] = [cellsInside(windows, 0), cellsInside(windows, 1)];
  return tf.tensor4d(rows.flatMap((row) => columns.map((column) => 1 / (row * column))), [1, rows.length, columns.length, 1]);
}

/** Cells up to which tfjs's wasm backend has a fast depthwise convolution. */
const FAST_TAPS = 25;

function sumOfWindow(x: tf.Tensor, [rows, columns]: readonly [number, number], strides: readonly [number, number]): tf.Tensor {
  const filter = tf.ones([rows, columns, x.shape[3] ?? 1, 1]);
  return tf.engine().runKernel('DepthwiseConv2dNative', { x, filter }, { strides: [...strides], pad: 'valid', dataFormat: 'NHWC', dilations: [1, 1] });
}

/**
 * The sum of each window of an input that is padded already.
 *
 * tfjs's pooling kernel is not asked: on wasm it turns NaN into minus infinity, and reads memory that is not its own where
 * a window is one cell (tfjs#8407).
 */
function sumWindows(padded: tf.Tensor, { size, strides }: Pick<Windows, 'size' | 'strides'>): tf.Tensor {
  const [rows = 1, columns = 1] = size;
  const [down = 1, across = 1] = strides;
  if (rows * columns <= FAST_TAPS) return sumOfWindow(padded, [rows, columns], [down, across]);
  return sumOfWindow(sumOfWindow(padded, [rows, 1], [down, 1]), [1, columns], [1, across]);
}

function averageForward(x: tf.Tensor, windows: Windows): tf.Tensor {
  return tf.mul(sumWindows(padSpatial(x, windows, 0), windows), inverseCounts(windows));
}

function averageGradient(dy: tf.Tensor, windows: Windows): tf.Tensor {
  const spread = windows.strides.reduce((x, stride, i) => spreadAxis(x, i + 1, stride), tf.mul(dy, inverseCounts(windows)));
  return sumWindows(padOrCut(spread, aroundSpatial(turnedPadding(windows))), { size: windows.size, strides: [1, 1] });
}

/** Mean of each window over two spatial dimensions, over the cells inside the input. */
export function poolAverage(x: tf.Tensor, windows: Windows): tf.Tensor {
  return differentiable([x], () => averageForward(x, windows), () => ({}), (dy) => [() => averageGradient(dy, windows)]);
}
