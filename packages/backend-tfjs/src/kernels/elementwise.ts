import * as tf from '@tensorflow/tfjs-core';
import { byInput, byOutput, identity, multiply, rsqrt } from '../functions/arithmetic.js';
import { erf } from '../functions/erf.js';
import { exactMap, mapOnHost } from '../functions/host.js';
import type { KernelTable } from './kernel.js';

const TWO_OVER_SQRT_PI = 2 / Math.sqrt(Math.PI);

/** Turns tfjs's op, whose parameter takes more than tensors, into a function of a tensor. */
type Unary = (x: tf.Tensor) => tf.Tensor;
const exp: Unary = (x) => tf.exp(x);
const oneMinusSquare: Unary = (x) => tf.sub(1, tf.square(x));

/** Floats by tfjs, integers exactly: tfjs computes several integer functions in floats. */
function signed(x: tf.Tensor, onIntegers: (x: number) => number, forward: Unary, slope: Unary): tf.Tensor {
  return x.dtype === 'int32' ? exactMap(x, onIntegers, forward) : byInput(x, forward, slope);
}

/** tfjs's wasm kernel computes `log(1 + x)`, which is wrong near zero. */
const log1p: Unary = (x) => (tf.getBackend() === 'wasm' ? mapOnHost(x, Math.log1p) : tf.log1p(x));

/** tfjs's wasm kernel has three digits near zero. */
const sin: Unary = (x) => (tf.getBackend() === 'wasm' ? mapOnHost(x, Math.sin) : tf.sin(x));

/** tfjs gives 0 for NaN. */
const sign: Unary = (x) => (x.dtype === 'int32' ? tf.sign(x) : tf.where(tf.isNaN(x), x, tf.sign(x)));

/** Limits in two steps: tfjs's own kernel loses NaN, and integers on wasm. */
function clip(x: tf.Tensor, min: number, max: number): tf.Tensor {
  const dtype = x.dtype === 'int32' ? 'int32' : 'float32';
  return tf.minimum(tf.maximum(x, tf.scalar(min, dtype)), tf.scalar(max, dtype));
}

/** 1 inside the limits, 0 outside. */
function isWithin(x: tf.Tensor, min: number, max: number): tf.Tensor {
  return tf.cast(tf.logicalAnd(tf.greaterEqual(x, min), tf.lessEqual(x, max)), 'float32');
}

/** 1 where positive, else `otherwise`. */
function stepTo(x: tf.Tensor, otherwise: tf.Tensor): tf.Tensor {
  return tf.where(tf.greater(x, 0), tf.onesLike(x), otherwise);
}

/** tfjs's kernel knows no `alpha`. */
function elu(x: tf.Tensor, alpha: number): tf.Tensor {
  return alpha === 1 ? tf.elu(x) : tf.where(tf.greater(x, 0), x, tf.mul(tf.expm1(x), alpha));
}

/** An integer that a limit stands for: limits of integers may be infinite. */
function integerLimit(value: number): number {
  return Math.min(Math.max(value, -(2 ** 31)), 2 ** 31 - 1);
}

export const elementwiseKernels = {
  abs: ([x]) => signed(x, Math.abs, (v) => tf.abs(v), sign),
  acos: ([x]) => byInput(x, (v) => tf.acos(v), (v) => tf.neg(tf.rsqrt(oneMinusSquare(v)))),
  acosh: ([x]) => byInput(x, (v) => tf.acosh(v), (v) => tf.rsqrt(tf.mul(tf.sub(v, 1), tf.add(v, 1)))),
  asin: ([x]) => byInput(x, (v) => tf.asin(v), (v) => tf.rsqrt(oneMinusSquare(v))),
  asinh: ([x]) => byInput(x, (v) => tf.asinh(v), (v) => tf.rsqrt(tf.add(tf.square(v), 1))),
  atan: ([x]) => byInput(x, (v) => tf.atan(v), (v) => tf.reciprocal(tf.add(tf.square(v), 1))),
  atanh: ([x]) => byInput(x, (v) => tf.atanh(v), (v) => tf.reciprocal(oneMinusSquare(v))),
  ceil: ([x]) => tf.ceil(x),
  clip: ([x], { min, max }) =>
    x.dtype === 'int32' ? clip(x, integerLimit(min), integerLimit(max)) : byInput(x, (v) => clip(v, min, max), (v) => isWithin(v, min, max)),
  cos: ([x]) => byInput(x, (v) => tf.cos(v), (v) => tf.neg(sin(v))),
  cosh: ([x]) => byInput(x, (v) => tf.cosh(v), (v) => tf.sinh(v)),
  elu: ([x], { alpha }) => byInput(x, (v) => elu(v, alpha), (v) => stepTo(v, tf.mul(tf.exp(v), alpha))),
  erf: ([x]) => byInput(x, erf, (v) => tf.mul(tf.exp(tf.neg(tf.square(v))), TWO_OVER_SQRT_PI)),
  exp: ([x]) => byOutput(x, exp, (y) => y),
  expm1: ([x]) => byInput(x, (v) => tf.expm1(v), exp),
  floor: ([x]) => tf.floor(x),
  identity: ([x]) => identity(x),
  isFinite: ([x]) => tf.isFinite(x),
  isInf: ([x]) => tf.isInf(x),
  isNan: ([x]) => tf.isNaN(x),
  leakyRelu: ([x], { negativeSlope }) =>
    byInput(x, (v) => tf.leakyRelu(v, negativeSlope), (v) => stepTo(v, tf.fill(v.shape, negativeSlope))),
  log: ([x]) => byInput(x, (v) => tf.log(v), (v) => tf.reciprocal(v)),
  log1p: ([x]) => byInput(x, log1p, (v) => tf.reciprocal(tf.add(v, 1))),
  logicalNot: ([x]) => tf.logicalNot(x),
  negative: ([x]) => signed(x, (v) => -v, (v) => tf.neg(v), (v) => tf.fill(v.shape, -1)),
  reciprocal: ([x]) => byOutput(x, (v) => tf.reciprocal(v), (y) => tf.neg(tf.square(y))),
  relu: ([x]) => (x.dtype === 'int32' ? tf.relu(x) : byOutput(x, (v) => tf.relu(v), (y) => stepTo(y, tf.zerosLike(y)))),
  round: ([x]) => tf.round(x),
  rsqrt: ([x]) => rsqrt(x),
  sigmoid: ([x]) => byOutput(x, (v) => tf.sigmoid(v), (y) => tf.mul(y, tf.sub(1, y))),
  sign: ([x]) => sign(x),
  sin: ([x]) => byInput(x, sin, (v) => tf.cos(v)),
  sinh: ([x]) => byInput(x, (v) => tf.sinh(v), (v) => tf.cosh(v)),
  softplus: ([x]) => byInput(x, (v) => tf.softplus(v), (v) => tf.sigmoid(v)),
  sqrt: ([x]) => byOutput(x, (v) => tf.sqrt(v), (y) => tf.div(0.5, y)),
  square: ([x]) => (x.dtype === 'int32' ? exactMap(x, (v) => Math.imul(v, v), (v) => tf.square(v)) : multiply(x, x)),
  stopGradient: ([x]) => tf.clone(x),
  tan: ([x]) => byOutput(x, (v) => tf.tan(v), (y) => tf.add(tf.square(y), 1)),
  tanh: ([x]) => byOutput(x, (v) => tf.tanh(v), oneMinusSquare),
} satisfies Partial<KernelTable>;
