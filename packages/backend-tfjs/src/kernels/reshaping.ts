import type * as tf from '@tensorflow/tfjs-core';
import type { PadMode } from '@kedge/graph-core';
import { broadcastTo, concat, pad, reshape, reverse, sliceAxis, tile, transpose } from '../functions/movement.js';
import { resultSpec, type KernelContext, type KernelTable } from './kernel.js';

type Mirror = (x: tf.Tensor, axis: number, width: number) => tf.Tensor;

/** The cells that a border mirrors or repeats, in their order there. */
const BORDERS: Record<Exclude<PadMode, 'constant'>, { before: Mirror; after: Mirror }> = {
  reflect: {
    before: (x, axis, width) => reverse(sliceAxis(x, axis, 1, width), [axis]),
    after: (x, axis, width) => reverse(sliceAxis(x, axis, lengthOf(x, axis) - 1 - width, width), [axis]),
  },
  symmetric: {
    before: (x, axis, width) => reverse(sliceAxis(x, axis, 0, width), [axis]),
    after: (x, axis, width) => reverse(sliceAxis(x, axis, lengthOf(x, axis) - width, width), [axis]),
  },
  edge: {
    before: (x, axis, width) => repeated(sliceAxis(x, axis, 0, 1), axis, width),
    after: (x, axis, width) => repeated(sliceAxis(x, axis, lengthOf(x, axis) - 1, 1), axis, width),
  },
};

function lengthOf(x: tf.Tensor, axis: number): number {
  return x.shape[axis] ?? 1;
}

function repeated(x: tf.Tensor, axis: number, width: number): tf.Tensor {
  return broadcastTo(x, x.shape.map((dim, i) => (i === axis ? width : dim)));
}

function padAxis(x: tf.Tensor, axis: number, [before, after]: readonly [number, number], mode: Exclude<PadMode, 'constant'>): tf.Tensor {
  const border = BORDERS[mode];
  const parts = [...(before > 0 ? [border.before(x, axis, before)] : []), x, ...(after > 0 ? [border.after(x, axis, after)] : [])];
  return parts.length === 1 ? x : concat(parts, axis);
}

/** What a border of one number holds in the type that the tensor is stored in. */
function padValue(value: number, dtype: string): number {
  if (dtype === 'bool') return value === 0 ? 0 : 1;
  if (dtype === 'uint8') return value & 255;
  return dtype === 'float32' ? value : Math.trunc(value);
}

const reshaped = ([x]: readonly [tf.Tensor], _attrs: unknown, context: KernelContext): tf.Tensor => reshape(x, resultSpec(context).shape);

export const reshapingKernels = {
  broadcastTo: ([x], _attrs, context) => broadcastTo(x, resultSpec(context).shape),
  concatenate: (inputs, { axis }) => concat(inputs, axis),
  expandDims: reshaped,
  pad: ([x], { padWidth, mode, value }, context) => {
    if (mode === 'constant') return pad(x, padWidth, padValue(value, resultSpec(context).dtype));
    return padWidth.reduce((padded, widths, axis) => padAxis(padded, axis, widths, mode), x);
  },
  reshape: reshaped,
  reverse: ([x], { axes }) => reverse(x, axes),
  split: ([x], { axis, sizes }) => {
    const starts = sizes.map((_, i) => sizes.slice(0, i).reduce((sum, size) => sum + size, 0));
    return sizes.map((size, i) => sliceAxis(x, axis, starts[i] ?? 0, size));
  },
  squeeze: reshaped,
  tile: ([x], { repeats }) => tile(x, repeats),
  transpose: ([x], { axes }) => transpose(x, axes),
} satisfies Partial<KernelTable>;
