import type * as tf from '@tensorflow/tfjs-core';
import type { PoolAttrs } from '@kedge/graph-core';
import { reshape } from '../functions/movement.js';
import { poolAverage, poolMax } from '../functions/pooling.js';
import { windowsOf, type Windows } from '../functions/window.js';
import { resultSpec, type KernelContext, type KernelTable } from './kernel.js';

type Pool2d = (x: tf.Tensor, windows: Windows) => tf.Tensor;

/** The windows over some of the dimensions, with one that is left alone before them if they are fewer than two. */
function partOf(windows: Windows, from: number, to: number): Windows {
  const take = <T>(list: readonly T[], alone: T): T[] => [...(to - from === 1 ? [alone] : []), ...list.slice(from, to)];
  return {
    input: take(windows.input, 1),
    output: take(windows.output, 1),
    size: take(windows.size, 1),
    strides: take(windows.strides, 1),
    dilations: take(windows.dilations, 1),
    padding: take<readonly [number, number]>(windows.padding, [0, 0]),
  };
}

/** Three spatial dimensions are pooled in two steps: rows and columns of each layer, then layers. */
function pool3d(x: tf.Tensor, windows: Windows, pool: Pool2d): tf.Tensor {
  const [batch = 1, depth = 1, height = 1, width = 1, channels = 1] = x.shape;
  const [newDepth = 1, newHeight = 1, newWidth = 1] = windows.output;
  const layers = pool(reshape(x, [batch * depth, height, width, channels]), partOf(windows, 1, 3));
  const inner = newHeight * newWidth * channels;
  const depthAlone = pool(reshape(layers, [batch, 1, depth, inner]), partOf(windows, 0, 1));
  return reshape(depthAlone, [batch, newDepth, newHeight, newWidth, channels]);
}

function pooled([x]: readonly [tf.Tensor], { poolSize, strides, padding }: PoolAttrs, context: KernelContext, pool: Pool2d): tf.Tensor {
  const { shape } = resultSpec(context);
  const sizes = { input: x.shape.slice(1, -1), output: shape.slice(1, -1), size: poolSize, strides, dilations: poolSize.map(() => 1) };
  const windows = windowsOf(sizes, padding);
  if (poolSize.length === 3) return pool3d(x, windows, pool);
  if (poolSize.length === 2) return pool(x, windows);
  const [batch = 1, ...rest] = x.shape;
  return reshape(pool(reshape(x, [batch, 1, ...rest]), partOf(windows, 0, 1)), shape);
}

export const poolingKernels = {
  averagePool: (inputs, attrs, context) => pooled(inputs, attrs, context, poolAverage),
  maxPool: (inputs, attrs, context) => pooled(inputs, attrs, context, poolMax),
} satisfies Partial<KernelTable>;
