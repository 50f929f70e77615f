import type { DType, NumericDType } from '@kedge/graph-core';
import { allocate, type HostArray } from './host-array.js';
import { inputAt, type HostKernel, type HostKernels } from './kernel.js';
import { roundHalfToEven, sigmoid, softplus } from './scalar-math.js';

function mapped(x: HostArray, dtype: NumericDType, fn: (x: number) => number): HostArray {
  const data = allocate(dtype, x.data.length);
  for (let i = 0; i < data.length; i++) data[i] = fn(x.data[i] ?? 0);
  return { data, shape: x.shape, dtype };
}

function unary(fn: (x: number) => number): HostKernel {
  return (inputs) => [mapped(inputAt(inputs, 0), inputAt(inputs, 0).dtype, fn)];
}

function predicate(fn: (x: number) => boolean): HostKernel {
  return (inputs) => [mapped(inputAt(inputs, 0), 'bool', (x) => (fn(x) ? 1 : 0))];
}

const handThrough: HostKernel = (inputs) => [inputAt(inputs, 0)];

function castTo(x: HostArray, dtype: DType): HostArray {
  if (x.dtype === dtype || dtype === 'string') return x;
  if (dtype === 'bool') return mapped(x, 'bool', (value) => (value !== 0 ? 1 : 0));
  return mapped(x, dtype, dtype === 'float32' ? (value) => value : Math.trunc);
}

/** Primitives that look at one element at a time. */
export const elementwiseKernels: HostKernels = {
  abs: unary(Math.abs),
  acos: unary(Math.acos),
  acosh: unary(Math.acosh),
  asin: unary(Math.asin),
  asinh: unary(Math.asinh),
  atan: unary(Math.atan),
  atanh: unary(Math.atanh),
  ceil: unary(Math.ceil),
  cos: unary(Math.cos),
  cosh: unary(Math.cosh),
  exp: unary(Math.exp),
  expm1: unary(Math.expm1),
  floor: unary(Math.floor),
  log: unary(Math.log),
  log1p: unary(Math.log1p),
  negative: unary((x) => -x),
  reciprocal: unary((x) => 1 / x),
  relu: unary((x) => (x < 0 ? 0 : x)),
  round: unary(roundHalfToEven),
  rsqrt: unary((x) => 1 / Math.sqrt(x)),
  sigmoid: unary(sigmoid),
  sign: unary(Math.sign),
  sin: unary(Math.sin),
  sinh: unary(Math.sinh),
  softplus: unary(softplus),
  sqrt: unary(Math.sqrt),
  square: (inputs) => {
    const x = inputAt(inputs, 0);
    return [mapped(x, x.dtype, x.dtype === 'int32' ? (value) => Math.imul(value, value) : (value) => value * value)];
  },
  tan: unary(Math.tan),
  tanh: unary(Math.tanh),
  identity: handThrough,
  stopGradient: handThrough,
  isFinite: predicate(Number.isFinite),
  isInf: predicate((x) => Math.abs(x) === Infinity),
  isNan: predicate(Number.isNaN),
  logicalNot: predicate((x) => x === 0),
  cast: (inputs, { dtype }) => [castTo(inputAt(inputs, 0), dtype)],
  clip: (inputs, { min, max }) => unary((x) => (x < min ? min : x > max ? max : x))(inputs, {}, []),
  leakyRelu: (inputs, { negativeSlope }) => unary((x) => (x > 0 ? x : negativeSlope * x))(inputs, {}, []),
  elu: (inputs, { alpha }) => unary((x) => (x > 0 ? x : alpha * Math.expm1(x)))(inputs, {}, []),
};
