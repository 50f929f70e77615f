import type * as tf from '@tensorflow/tfjs-core';
import { effectiveSize, type ConvTransposeAttrs, type Padding } from '@kedge/graph-core';
import { add, multiply } from '../functions/arithmetic.js';
import { convolve, convolveDepthwise, convolveTransposed } from '../functions/convolution.js';
import { concat, everyNth, pad, reshape, sliceAxis } from '../functions/movement.js';
import { aroundSpatial, tapOffset, tapsOf, windowsOf, type Windows } from '../functions/window.js';
import { resultSpec, type KernelTable } from './kernel.js';

/** What is computed on two spatial dimensions serves for one: it gets a first dimension of one cell. */
function withTwoDimensions(x: tf.Tensor, kernel: tf.Tensor, windows: Windows, compute: (x: tf.Tensor, kernel: tf.Tensor, windows: Windows) => tf.Tensor): tf.Tensor {
  if (windows.size.length !== 1) return compute(x, kernel, windows);
  const [batch = 1, ...rest] = x.shape;
  const flat: Windows = {
    input: [1, ...windows.input],
    output: [1, ...windows.output],
    size: [1, ...windows.size],
    strides: [1, ...windows.strides],
    dilations: [1, ...windows.dilations],
    padding: [[0, 0], ...windows.padding],
  };
  const result = compute(reshape(x, [batch, 1, ...rest]), reshape(kernel, [1, ...kernel.shape]), flat);
  return reshape(result, [result.shape[0] ?? 1, ...result.shape.slice(2)]);
}

interface SlideAttrs {
  readonly strides: readonly number[];
  readonly padding: Padding;
  readonly dilations: readonly number[];
}

function slidingWindows(x: tf.Tensor, kernel: tf.Tensor, outputShape: readonly number[], { strides, padding, dilations }: SlideAttrs): Windows {
  const sizes = { input: x.shape.slice(1, -1), output: outputShape.slice(1, -1), size: kernel.shape.slice(0, -2), strides, dilations };
  return windowsOf(sizes, padding);
}

/** Each group of filters sees its own group of channels. */
function convInGroups(x: tf.Tensor, kernel: tf.Tensor, windows: Windows, groups: number): tf.Tensor {
  const [channels = 1, filters = 1] = kernel.shape.slice(-2);
  const last = x.rank - 1;
  const parts = Array.from({ length: groups }, (_, i) =>
    withTwoDimensions(sliceAxis(x, last, i * channels, channels), sliceAxis(kernel, last, (i * filters) / groups, filters / groups), windows, convolve),
  );
  return concat(parts, last);
}

/** Three spatial dimensions, which tfjs lacks: a product for each cell of the window, added up. */
function depthwise3d(x: tf.Tensor, kernel: tf.Tensor, windows: Windows): tf.Tensor {
  const padded = pad(x, aroundSpatial(windows.padding));
  const [batch = 1] = x.shape;
  const [channels = 1, multiplier = 1] = kernel.shape.slice(-2);
  const table = reshape(kernel, [kernel.size / (channels * multiplier), channels, multiplier]);
  const products = tapsOf(windows).map((tap, i) => {
    const cells = everyNth(padded, [0, ...tapOffset(tap, windows), 0], [1, ...windows.strides, 1], [batch, ...windows.output, channels]);
    return multiply(reshape(cells, [...cells.shape, 1]), sliceAxis(table, 0, i, 1));
  });
  return reshape(products.reduce(add), [batch, ...windows.output, channels * multiplier]);
}

function depthwise(x: tf.Tensor, kernel: tf.Tensor, windows: Windows): tf.Tensor {
  return windows.size.length === 3 ? depthwise3d(x, kernel, windows) : withTwoDimensions(x, kernel, windows, convolveDepthwise);
}

/**
 * The windows of the convolution whose gradient by its input a transposed convolution is.
 *
 * Keras fixes how many cells come out. Under 'same' half of what the windows reach beyond them is cut off in front, as
 * TensorFlow pads; a width below zero at the end stands for cells that no window reaches.
 */
function transposedWindows(x: tf.Tensor, kernel: tf.Tensor, outputShape: readonly number[], attrs: ConvTransposeAttrs): Windows {
  const { strides, dilations } = attrs;
  const [input, output, size] = [outputShape.slice(1, -1), x.shape.slice(1, -1), kernel.shape.slice(0, -2)];
  const padding = input.map((cells, i): [number, number] => {
    const span = effectiveSize({ size: size[i] ?? 1, dilation: dilations[i] ?? 1 });
    const surplus = ((output[i] ?? 1) - 1) * (strides[i] ?? 1) + span - cells;
    const before = attrs.padding === 'same' ? Math.max(Math.floor(surplus / 2), 0) : 0;
    return [before, surplus - before];
  });
  return { input, output, size, strides, dilations, padding };
}

export const convolutionKernels = {
  conv: ([x, kernel], attrs, context) => {
    const windows = slidingWindows(x, kernel, resultSpec(context).shape, attrs);
    const { groups } = attrs;
    if (groups === 1) return withTwoDimensions(x, kernel, windows, convolve);
    const [perGroup = 1, filters = 1] = kernel.shape.slice(-2);
    if (perGroup > 1) return convInGroups(x, kernel, windows, groups);
    return depthwise(x, reshape(kernel, [...windows.size, groups, filters / groups]), windows);
  },
  convTranspose: ([x, kernel], attrs, context) =>
    withTwoDimensions(x, kernel, transposedWindows(x, kernel, resultSpec(context).shape, attrs), convolveTransposed),
  depthwiseConv: ([x, kernel], attrs, context) => depthwise(x, kernel, slidingWindows(x, kernel, resultSpec(context).shape, attrs)),
} satisfies Partial<KernelTable>;
