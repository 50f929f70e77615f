import * as tf from '@tensorflow/tfjs-core';
import type { ReductionAttrs } from '@kedge/graph-core';
import { concat, repeatTo, reshape, reverse, sliceAxis, transpose } from '../functions/movement.js';
import { differentiable } from '../recording.js';
import { resultSpec, type KernelContext, type KernelTable } from './kernel.js';

type Reduce = (x: tf.Tensor, axes: number[]) => tf.Tensor;

/** The shape of a reduction that keeps its axes as size 1. */
function keptShape(shape: readonly number[], axes: readonly number[]): number[] {
  return shape.map((dim, i) => (axes.includes(i) ? 1 : dim));
}

/** `dy` of a reduction, repeated over the cells that were reduced. */
function spreadOver(dy: tf.Tensor, shape: readonly number[], axes: readonly number[]): tf.Tensor {
  return repeatTo(tf.reshape(dy, keptShape(shape, axes)), shape);
}

/** Reduces, unless there is nothing to reduce over or nothing to reduce. */
function reduced(x: tf.Tensor, { axes }: ReductionAttrs, context: KernelContext, ofNothing: number, reduce: Reduce): tf.Tensor {
  const { shape } = resultSpec(context);
  if (x.size === 0) return repeatTo(tf.scalar(ofNothing, x.dtype), shape);
  return axes.length === 0 ? x : reshape(reduce(x, [...axes]), shape);
}

function sum(x: tf.Tensor, axes: number[]): tf.Tensor {
  return differentiable([x], () => tf.sum(x, axes), () => ({}), (dy) => [() => spreadOver(dy, x.shape, axes)]);
}

function mean(x: tf.Tensor, axes: number[]): tf.Tensor {
  const count = axes.reduce((product, axis) => product * (x.shape[axis] ?? 1), 1);
  return differentiable([x], () => tf.mean(x, axes), () => ({}), (dy) => [() => tf.div(spreadOver(dy, x.shape, axes), count)]);
}

/** The gradient is shared by all elements that equal the result. */
function extremum(reduce: Reduce): Reduce {
  return (x, axes) =>
    differentiable([x], () => reduce(x, axes), (y) => ({ x, y }), (dy, saved) => [
      () => {
        const isResult = tf.cast(tf.equal(saved.x, tf.reshape(saved.y, keptShape(x.shape, axes))), 'float32');
        return tf.mul(isResult, tf.div(tf.reshape(dy, keptShape(x.shape, axes)), tf.sum(isResult, axes, true)));
      },
    ]);
}

const max = extremum((x, axes) => tf.max(x, axes));
const min = extremum((x, axes) => tf.min(x, axes));

/** Product along the last of two dimensions. Each element's slope is the product of all others, zeros or not. */
function prodOfRows(x: tf.Tensor): tf.Tensor {
  return differentiable([x], () => tf.prod(x, 1), () => ({ x }), (dy, saved) => [
    () => tf.mul(tf.expandDims(dy, 1), tf.mul(tf.cumprod(saved.x, 1, true, false), tf.cumprod(saved.x, 1, true, true))),
  ]);
}

function prod(x: tf.Tensor, axes: number[]): tf.Tensor {
  const others = x.shape.flatMap((_, i) => (axes.includes(i) ? [] : [i]));
  const count = axes.reduce((product, axis) => product * (x.shape[axis] ?? 1), 1);
  const rows = reshape(transpose(x, [...others, ...axes]), [x.size / count, count]);
  return prodOfRows(rows);
}

function cumsum(x: tf.Tensor, axis: number, exclusive: boolean, reverseOrder: boolean): tf.Tensor {
  return differentiable([x], () => tf.cumsum(x, axis, exclusive, reverseOrder), () => ({}), (dy) => [() => tf.cumsum(dy, axis, exclusive, !reverseOrder)]);
}

/**
 * The gradient of a running product: `dx[i] = product(x[0..i-1]) * r[i]` with `r[i] = dy[i] + x[i + 1] * r[i + 1]`, which,
 * unlike a division by `x`, holds for zeros too.
 */
function cumprodGradient(dy: tf.Tensor, x: tf.Tensor, axis: number): tf.Tensor {
  const cells = x.shape[axis] ?? 1;
  const rest: tf.Tensor[] = [];
  for (let i = cells - 1; i >= 0; i--) {
    const own = sliceAxis(dy, axis, i, 1);
    const [next] = rest;
    rest.unshift(next === undefined ? own : tf.add(own, tf.mul(sliceAxis(x, axis, i + 1, 1), next)));
  }
  return tf.mul(tf.cumprod(x, axis, true, false), concat(rest, axis));
}

function cumprod(x: tf.Tensor, axis: number): tf.Tensor {
  return differentiable([x], () => tf.cumprod(x, axis, false, false), () => ({ x }), (dy, saved) => [() => cumprodGradient(dy, saved.x, axis)]);
}

/** The running product before each element: that of the elements up to it, moved on by one. */
function exclusiveCumprod(x: tf.Tensor, axis: number): tf.Tensor {
  const one = tf.ones(keptShape(x.shape, [axis]), x.dtype);
  return concat([one, cumprod(sliceAxis(x, axis, 0, (x.shape[axis] ?? 1) - 1), axis)], axis);
}

function inShape(x: tf.Tensor, context: KernelContext): tf.Tensor {
  return tf.reshape(x, [...resultSpec(context).shape]);
}

export const reductionKernels = {
  all: ([x], attrs, context) => reduced(x, attrs, context, 1, (v, axes) => tf.all(v, axes)),
  any: ([x], attrs, context) => reduced(x, attrs, context, 0, (v, axes) => tf.any(v, axes)),
  argmax: ([x], { axis }, context) => inShape(tf.argMax(x, axis), context),
  argmin: ([x], { axis }, context) => inShape(tf.argMin(x, axis), context),
  cumprod: ([x], { axis, exclusive, reverse: fromEnd }) => {
    const run = exclusive ? exclusiveCumprod : cumprod;
    return fromEnd ? reverse(run(reverse(x, [axis]), axis), [axis]) : run(x, axis);
  },
  cumsum: ([x], { axis, exclusive, reverse: fromEnd }) => cumsum(x, axis, exclusive, fromEnd),
  max: ([x], attrs, context) => reduced(x, attrs, context, x.dtype === 'int32' ? -(2 ** 31) : -Infinity, max),
  mean: ([x], attrs, context) => reduced(x, attrs, context, NaN, mean),
  min: ([x], attrs, context) => reduced(x, attrs, context, x.dtype === 'int32' ? 2 ** 31 - 1 : Infinity, min),
  prod: ([x], attrs, context) => reduced(x, attrs, context, 1, prod),
  sum: ([x], attrs, context) => reduced(x, attrs, context, 0, sum),
} satisfies Partial<KernelTable>;
