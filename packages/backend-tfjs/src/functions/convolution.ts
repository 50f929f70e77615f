import * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from '@kedge/graph-core';
import { differentiable } from '../recording.js';
import { copyTurned } from './copy.js';
import { product } from './matrix.js';
import { everyNth, padOrCut, spreadAxis } from './movement.js';
import { aroundSpatial, tapOffset, tapsOf, turnedPadding, type Windows } from './window.js';

const ONES = (count: number): number[] => Array.from({ length: count }, () => 1);

/** tfjs's kernel for two spatial dimensions takes any padding; the one for three takes none. */
function slide(x: tf.Tensor, kernel: tf.Tensor, strides: readonly number[], dilations: readonly number[], padding: Windows['padding']): tf.Tensor {
  const engine = tf.engine();
  if (strides.length === 3) {
    const attrs = { strides: [...strides], pad: 'valid', dataFormat: 'NDHWC', dilations: [...dilations] };
    return engine.runKernel('Conv3D', { x: padOrCut(x, aroundSpatial(padding)), filter: kernel }, attrs);
  }
  const isCut = padding.some(([before, after]) => before < 0 || after < 0);
  const attrs = { strides: [...strides], pad: isCut ? 'valid' : explicitPad(padding), dataFormat: 'NHWC', dilations: [...dilations] };
  return engine.runKernel('Conv2D', { x: isCut ? padOrCut(x, aroundSpatial(padding)) : x, filter: kernel }, attrs);
}

/** Padding as tfjs's kernels for two spatial dimensions take it. */
function explicitPad(padding: Windows['padding']): string | number[][] {
  const isNone = padding.every(([before, after]) => before === 0 && after === 0);
  return isNone ? 'valid' : aroundSpatial(padding).map(([before, after]) => [before, after]);
}

/** Window positions spread out and padded for the turned window; see {@link turnedPadding}. */
function spreadPositions(dy: tf.Tensor, windows: Windows): tf.Tensor {
  const spread = windows.strides.reduce((x, stride, i) => spreadAxis(x, i + 1, stride), dy);
  return padOrCut(spread, aroundSpatial(turnedPadding(windows)));
}

/** A kernel with all its spatial axes turned around: its cells in the opposite order. */
function turn(kernel: tf.Tensor, { size }: Windows): tf.Tensor {
  const cells = sizeOf(size);
  return tf.reshape(copyTurned(tf.reshape(kernel, [cells, kernel.size / cells])), kernel.shape);
}

/** The gradient of a convolution by its input: a convolution with the turned kernel. */
function convByInput(dy: tf.Tensor, kernel: tf.Tensor, windows: Windows): tf.Tensor {
  const rank = windows.size.length;
  const turned = turn(kernel, windows);
  const swapped = tf.transpose(turned, [...Array.from({ length: rank }, (_, i) => i), rank + 1, rank]);
  return slide(spreadPositions(dy, windows), swapped, ONES(rank), windows.dilations, windows.size.map(() => [0, 0]));
}

/** The input cells that one cell of the window meets, one for each position. */
function cellsOfTap(padded: tf.Tensor, tap: readonly number[], windows: Windows): tf.Tensor {
  const [batch = 1] = padded.shape;
  const channels = padded.shape.at(-1) ?? 1;
  return everyNth(padded, [0, ...tapOffset(tap, windows), 0], [1, ...windows.strides, 1], [batch, ...windows.output, channels]);
}

/** The gradient of a convolution by its kernel: for each cell of the window, a product of the input cells that it met with `dy`. */
function convByKernel(x: tf.Tensor, dy: tf.Tensor, windows: Windows): tf.Tensor {
  const padded = padOrCut(x, aroundSpatial(windows.padding));
  const [channels, filters] = [x.shape.at(-1) ?? 1, dy.shape.at(-1) ?? 1];
  const rows = dy.size / filters;
  const flat = tf.reshape(dy, [rows, filters]);
  const products = tapsOf(windows).map((tap) => tf.tidy(() => product(tf.reshape(cellsOfTap(padded, tap, windows), [rows, channels]), flat, true, false)));
  return tf.reshape(tf.stack(products), [...windows.size, channels, filters]);
}

/** Convolution over two or three spatial dimensions. */
export function convolve(x: tf.Tensor, kernel: tf.Tensor, windows: Windows): tf.Tensor {
  return differentiable(
    [x, kernel],
    () => slide(x, kernel, windows.strides, windows.dilations, windows.padding),
    () => ({ x, kernel }),
    (dy, saved) => [() => convByInput(dy, saved.kernel, windows), () => convByKernel(saved.x, dy, windows)],
  );
}

/**
 * Transposed convolution over two or three spatial dimensions.
 *
 * @param windows Those of the convolution that it transposes: its input is our result.
 */
export function convolveTransposed(x: tf.Tensor, kernel: tf.Tensor, windows: Windows): tf.Tensor {
  return differentiable(
    [x, kernel],
    () => convByInput(x, kernel, windows),
    () => ({ x, kernel }),
    (dy, saved) => [
      () => slide(dy, saved.kernel, windows.strides, windows.dilations, windows.padding),
      () => convByKernel(dy, saved.x, windows),
    ],
  );
}

function slideDepthwise(x: tf.Tensor, kernel: tf.Tensor, windows: Pick<Windows, 'strides' | 'dilations' | 'padding'>): tf.Tensor {
  const attrs = { strides: [...windows.strides], pad: explicitPad(windows.padding), dataFormat: 'NHWC', dilations: [...windows.dilations] };
  return tf.engine().runKernel('DepthwiseConv2dNative', { x, filter: kernel }, attrs);
}

/** tfjs refuses a depthwise convolution that has both strides and dilations: every position is computed, and some are taken. */
function depthwiseForward(x: tf.Tensor, kernel: tf.Tensor, windows: Windows): tf.Tensor {
  const { strides, dilations, output } = windows;
  if (strides.every((stride) => stride === 1) || dilations.every((dilation) => dilation === 1)) return slideDepthwise(x, kernel, windows);
  const all = slideDepthwise(x, kernel, { ...windows, strides: ONES(strides.length) });
  return everyNth(all, [0, 0, 0, 0], [1, ...strides, 1], [all.shape[0] ?? 1, ...output, all.shape[3] ?? 1]);
}

function depthwiseByInput(dy: tf.Tensor, kernel: tf.Tensor, windows: Windows): tf.Tensor {
  const [channels, multiplier] = kernel.shape.slice(-2) as [number, number];
  const turned = tf.reshape(turn(kernel, windows), [...windows.size, channels * multiplier, 1]);
  const parts = slideDepthwise(spreadPositions(dy, windows), turned, { strides: [1, 1], dilations: windows.dilations, padding: [[0, 0], [0, 0]] });
  if (multiplier === 1) return parts;
  return tf.sum(tf.reshape(parts, [...parts.shape.slice(0, -1), channels, multiplier]), -1);
}

function depthwiseByKernel(x: tf.Tensor, dy: tf.Tensor, windows: Windows): tf.Tensor {
  const padded = padOrCut(x, aroundSpatial(windows.padding));
  const channels = x.shape.at(-1) ?? 1;
  const positions = (x.shape[0] ?? 1) * sizeOf(windows.output);
  const grouped = tf.reshape(dy, [positions, channels, dy.size / (positions * channels)]);
  const sums = tapsOf(windows).map((tap) => tf.tidy(() => tf.sum(tf.mul(tf.reshape(cellsOfTap(padded, tap, windows), [positions, channels, 1]), grouped), 0)));
  return tf.reshape(tf.stack(sums), [...windows.size, ...grouped.shape.slice(1)]);
}

/** Convolution of each channel by itself over two spatial dimensions. */
export function convolveDepthwise(x: tf.Tensor, kernel: tf.Tensor, windows: Windows): tf.Tensor {
  return differentiable(
    [x, kernel],
    () => depthwiseForward(x, kernel, windows),
    () => ({ x, kernel }),
    (dy, saved) => [() => depthwiseByInput(dy, saved.kernel, windows), () => depthwiseByKernel(saved.x, dy, windows)],
  );
}
