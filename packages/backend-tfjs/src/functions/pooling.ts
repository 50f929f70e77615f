import * as tf from '@tensorflow/tfjs-core';
import { differentiable } from '../recording.js';
import { isOnHost } from './host.js';
import { maxPoolGradientByTaps, maxPoolGradientOnHost } from './max-pool-gradient.js';
import { everyNth, padOrCut, spreadAxis } from './movement.js';
import { aroundSpatial, turnedPadding, type Windows } from './window.js';

const isSingleCell = ({ size }: Windows): boolean => size.every((cells) => cells === 1);

/**
 * tfjs's kernel on an input that is padded already.
 *
 * On wasm a window of one cell reads memory that is not its own (tfjs#8407): there the cells are picked instead.
 */
function maxOfPadded(padded: tf.Tensor, windows: Windows): tf.Tensor {
  if (isSingleCell(windows)) return everyNth(padded, [0, 0, 0, 0], [1, ...windows.strides, 1], [padded.shape[0] ?? 1, ...windows.output, padded.shape[3] ?? 1]);
  return tf.engine().runKernel('MaxPool', { x: padded }, { filterSize: [...windows.size], strides: [...windows.strides], pad: 'valid' });
}

function padSpatial(x: tf.Tensor, { padding }: Windows, value: number): tf.Tensor {
  return padding.every(([before, after]) => before === 0 && after === 0) ? x : tf.pad(x, aroundSpatial(padding) as [number, number][], value);
}

function maxPoolGradient(dy: tf.Tensor, x: tf.Tensor, y: tf.Tensor, windows: Windows): tf.Tensor {
  const compute = isOnHost() ? maxPoolGradientOnHost : maxPoolGradientByTaps;
  const gradient = compute(dy, padSpatial(x, windows, -Infinity), y, windows);
  return padOrCut(gradient, aroundSpatial(windows.padding.map(([before, after]) => [-before, -after])));
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
