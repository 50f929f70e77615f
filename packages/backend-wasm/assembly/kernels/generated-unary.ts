// Written by scripts/build-wasm.mjs.
import { Context } from '../context';
import { storePart } from '../gemm/panel';
import { elu, sigmoid, sign, softplus, tanh } from '../math/activations';
import { clipInteger, toInteger } from '../math/integers';
import { erf } from '../math/erf';
import { exp } from '../math/exp';
import { log } from '../math/log';
import { UnaryParams } from '../elementwise';

// @ts-ignore: decorator
@inline
const BLOCK: i32 = 4096;

export function abs_f(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  let i = begin * BLOCK;
  let from = p.input + (<usize>i << 2);
  let to = p.output + (<usize>i << 2);
  for (; i + 4 <= last; i += 4) {
    const x = v128.load(from);
    v128.store(to, f32x4.abs(x));
    from += 16;
    to += 16;
  }
  if (i < last) {
    const x = v128.load(from);
    const y = f32x4.abs(x);
    storePart(to, y, y, last - i);
  }
}

export function negative_f(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  let i = begin * BLOCK;
  let from = p.input + (<usize>i << 2);
  let to = p.output + (<usize>i << 2);
  for (; i + 4 <= last; i += 4) {
    const x = v128.load(from);
    v128.store(to, f32x4.neg(x));
    from += 16;
    to += 16;
  }
  if (i < last) {
    const x = v128.load(from);
    const y = f32x4.neg(x);
    storePart(to, y, y, last - i);
  }
}

export function relu_f(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  let i = begin * BLOCK;
  let from = p.input + (<usize>i << 2);
  let to = p.output + (<usize>i << 2);
  for (; i + 4 <= last; i += 4) {
    const x = v128.load(from);
    v128.store(to, f32x4.pmax(x, f32x4.splat(0)));
    from += 16;
    to += 16;
  }
  if (i < last) {
    const x = v128.load(from);
    const y = f32x4.pmax(x, f32x4.splat(0));
    storePart(to, y, y, last - i);
  }
}

export function clip_f(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  let i = begin * BLOCK;
  let from = p.input + (<usize>i << 2);
  let to = p.output + (<usize>i << 2);
  for (; i + 4 <= last; i += 4) {
    const x = v128.load(from);
    v128.store(to, f32x4.pmin(f32x4.pmax(x, f32x4.splat(p.first)), f32x4.splat(p.second)));
    from += 16;
    to += 16;
  }
  if (i < last) {
    const x = v128.load(from);
    const y = f32x4.pmin(f32x4.pmax(x, f32x4.splat(p.first)), f32x4.splat(p.second));
    storePart(to, y, y, last - i);
  }
}

export function leakyRelu_f(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  let i = begin * BLOCK;
  let from = p.input + (<usize>i << 2);
  let to = p.output + (<usize>i << 2);
  for (; i + 4 <= last; i += 4) {
    const x = v128.load(from);
    v128.store(to, v128.bitselect(x, f32x4.mul(x, f32x4.splat(p.first)), f32x4.gt(x, f32x4.splat(0))));
    from += 16;
    to += 16;
  }
  if (i < last) {
    const x = v128.load(from);
    const y = v128.bitselect(x, f32x4.mul(x, f32x4.splat(p.first)), f32x4.gt(x, f32x4.splat(0)));
    storePart(to, y, y, last - i);
  }
}

export function elu_f(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  let i = begin * BLOCK;
  let from = p.input + (<usize>i << 2);
  let to = p.output + (<usize>i << 2);
  for (; i + 4 <= last; i += 4) {
    const x = v128.load(from);
    v128.store(to, elu(x, p.first));
    from += 16;
    to += 16;
  }
  if (i < last) {
    const x = v128.load(from);
    const y = elu(x, p.first);
    storePart(to, y, y, last - i);
  }
}

export function square_f(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  let i = begin * BLOCK;
  let from = p.input + (<usize>i << 2);
  let to = p.output + (<usize>i << 2);
  for (; i + 4 <= last; i += 4) {
    const x = v128.load(from);
    v128.store(to, f32x4.mul(x, x));
    from += 16;
    to += 16;
  }
  if (i < last) {
    const x = v128.load(from);
    const y = f32x4.mul(x, x);
    storePart(to, y, y, last - i);
  }
}

export function sqrt_f(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  let i = begin * BLOCK;
  let from = p.input + (<usize>i << 2);
  let to = p.output + (<usize>i << 2);
  for (; i + 4 <= last; i += 4) {
    const x = v128.load(from);
    v128.store(to, f32x4.sqrt(x));
    from += 16;
    to += 16;
  }
  if (i < last) {
    const x = v128.load(from);
    const y = f32x4.sqrt(x);
    storePart(to, y, y, last - i);
  }
}

export function rsqrt_f(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  let i = begin * BLOCK;
  let from = p.input + (<usize>i << 2);
  let to = p.output + (<usize>i << 2);
  for (; i + 4 <= last; i += 4) {
    const x = v128.load(from);
    v128.store(to, f32x4.div(f32x4.splat(1), f32x4.sqrt(x)));
    from += 16;
    to += 16;
  }
  if (i < last) {
    const x = v128.load(from);
    const y = f32x4.div(f32x4.splat(1), f32x4.sqrt(x));
    storePart(to, y, y, last - i);
  }
}

export function reciprocal_f(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  let i = begin * BLOCK;
  let from = p.input + (<usize>i << 2);
  let to = p.output + (<usize>i << 2);
  for (; i + 4 <= last; i += 4) {
    const x = v128.load(from);
    v128.store(to, f32x4.div(f32x4.splat(1), x));
    from += 16;
    to += 16;
  }
  if (i < last) {
    const x = v128.load(from);
    const y = f32x4.div(f32x4.splat(1), x);
    storePart(to, y, y, last - i);
  }
}

export function floor_f(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  let i = begin * BLOCK;
  let from = p.input + (<usize>i << 2);
  let to = p.output + (<usize>i << 2);
  for (; i + 4 <= last; i += 4) {
    const x = v128.load(from);
    v128.store(to, f32x4.floor(x));
    from += 16;
    to += 16;
  }
  if (i < last) {
    const x = v128.load(from);
    const y = f32x4.floor(x);
    storePart(to, y, y, last - i);
  }
}

export function ceil_f(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  let i = begin * BLOCK;
  let from = p.input + (<usize>i << 2);
  let to = p.output + (<usize>i << 2);
  for (; i + 4 <= last; i += 4) {
    const x = v128.load(from);
    v128.store(to, f32x4.ceil(x));
    from += 16;
    to += 16;
  }
  if (i < last) {
    const x = v128.load(from);
    const y = f32x4.ceil(x);
    storePart(to, y, y, last - i);
  }
}

export function round_f(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  let i = begin * BLOCK;
  let from = p.input + (<usize>i << 2);
  let to = p.output + (<usize>i << 2);
  for (; i + 4 <= last; i += 4) {
    const x = v128.load(from);
    v128.store(to, f32x4.nearest(x));
    from += 16;
    to += 16;
  }
  if (i < last) {
    const x = v128.load(from);
    const y = f32x4.nearest(x);
    storePart(to, y, y, last - i);
  }
}

export function sign_f(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  let i = begin * BLOCK;
  let from = p.input + (<usize>i << 2);
  let to = p.output + (<usize>i << 2);
  for (; i + 4 <= last; i += 4) {
    const x = v128.load(from);
    v128.store(to, sign(x));
    from += 16;
    to += 16;
  }
  if (i < last) {
    const x = v128.load(from);
    const y = sign(x);
    storePart(to, y, y, last - i);
  }
}

export function exp_f(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  let i = begin * BLOCK;
  let from = p.input + (<usize>i << 2);
  let to = p.output + (<usize>i << 2);
  for (; i + 4 <= last; i += 4) {
    const x = v128.load(from);
    v128.store(to, exp(x));
    from += 16;
    to += 16;
  }
  if (i < last) {
    const x = v128.load(from);
    const y = exp(x);
    storePart(to, y, y, last - i);
  }
}

export function sigmoid_f(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  let i = begin * BLOCK;
  let from = p.input + (<usize>i << 2);
  let to = p.output + (<usize>i << 2);
  for (; i + 4 <= last; i += 4) {
    const x = v128.load(from);
    v128.store(to, sigmoid(x));
    from += 16;
    to += 16;
  }
  if (i < last) {
    const x = v128.load(from);
    const y = sigmoid(x);
    storePart(to, y, y, last - i);
  }
}

export function tanh_f(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  let i = begin * BLOCK;
  let from = p.input + (<usize>i << 2);
  let to = p.output + (<usize>i << 2);
  for (; i + 4 <= last; i += 4) {
    const x = v128.load(from);
    v128.store(to, tanh(x));
    from += 16;
    to += 16;
  }
  if (i < last) {
    const x = v128.load(from);
    const y = tanh(x);
    storePart(to, y, y, last - i);
  }
}

export function erf_f(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  let i = begin * BLOCK;
  let from = p.input + (<usize>i << 2);
  let to = p.output + (<usize>i << 2);
  for (; i + 4 <= last; i += 4) {
    const x = v128.load(from);
    v128.store(to, erf(x));
    from += 16;
    to += 16;
  }
  if (i < last) {
    const x = v128.load(from);
    const y = erf(x);
    storePart(to, y, y, last - i);
  }
}

export function softplus_f(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  let i = begin * BLOCK;
  let from = p.input + (<usize>i << 2);
  let to = p.output + (<usize>i << 2);
  for (; i + 4 <= last; i += 4) {
    const x = v128.load(from);
    v128.store(to, softplus(x));
    from += 16;
    to += 16;
  }
  if (i < last) {
    const x = v128.load(from);
    const y = softplus(x);
    storePart(to, y, y, last - i);
  }
}

export function log_f(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  let i = begin * BLOCK;
  let from = p.input + (<usize>i << 2);
  let to = p.output + (<usize>i << 2);
  for (; i + 4 <= last; i += 4) {
    const x = v128.load(from);
    v128.store(to, log(x));
    from += 16;
    to += 16;
  }
  if (i < last) {
    const x = v128.load(from);
    const y = log(x);
    storePart(to, y, y, last - i);
  }
}

export function acos_f(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  for (let i = begin * BLOCK; i < last; ++i) {
    const x = <f64>load<f32>(p.input + <usize>i * 4);
    store<f32>(p.output + <usize>i * 4, <f32>NativeMath.acos(x));
  }
}

export function acosh_f(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  for (let i = begin * BLOCK; i < last; ++i) {
    const x = <f64>load<f32>(p.input + <usize>i * 4);
    store<f32>(p.output + <usize>i * 4, <f32>NativeMath.acosh(x));
  }
}

export function asin_f(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  for (let i = begin * BLOCK; i < last; ++i) {
    const x = <f64>load<f32>(p.input + <usize>i * 4);
    store<f32>(p.output + <usize>i * 4, <f32>NativeMath.asin(x));
  }
}

export function asinh_f(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  for (let i = begin * BLOCK; i < last; ++i) {
    const x = <f64>load<f32>(p.input + <usize>i * 4);
    store<f32>(p.output + <usize>i * 4, <f32>NativeMath.asinh(x));
  }
}

export function atan_f(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  for (let i = begin * BLOCK; i < last; ++i) {
    const x = <f64>load<f32>(p.input + <usize>i * 4);
    store<f32>(p.output + <usize>i * 4, <f32>NativeMath.atan(x));
  }
}

export function atanh_f(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  for (let i = begin * BLOCK; i < last; ++i) {
    const x = <f64>load<f32>(p.input + <usize>i * 4);
    store<f32>(p.output + <usize>i * 4, <f32>NativeMath.atanh(x));
  }
}

export function cos_f(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  for (let i = begin * BLOCK; i < last; ++i) {
    const x = <f64>load<f32>(p.input + <usize>i * 4);
    store<f32>(p.output + <usize>i * 4, <f32>NativeMath.cos(x));
  }
}

export function cosh_f(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  for (let i = begin * BLOCK; i < last; ++i) {
    const x = <f64>load<f32>(p.input + <usize>i * 4);
    store<f32>(p.output + <usize>i * 4, <f32>NativeMath.cosh(x));
  }
}

export function sin_f(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  for (let i = begin * BLOCK; i < last; ++i) {
    const x = <f64>load<f32>(p.input + <usize>i * 4);
    store<f32>(p.output + <usize>i * 4, <f32>NativeMath.sin(x));
  }
}

export function sinh_f(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  for (let i = begin * BLOCK; i < last; ++i) {
    const x = <f64>load<f32>(p.input + <usize>i * 4);
    store<f32>(p.output + <usize>i * 4, <f32>NativeMath.sinh(x));
  }
}

export function tan_f(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  for (let i = begin * BLOCK; i < last; ++i) {
    const x = <f64>load<f32>(p.input + <usize>i * 4);
    store<f32>(p.output + <usize>i * 4, <f32>NativeMath.tan(x));
  }
}

export function expm1_f(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  for (let i = begin * BLOCK; i < last; ++i) {
    const x = <f64>load<f32>(p.input + <usize>i * 4);
    store<f32>(p.output + <usize>i * 4, <f32>NativeMath.expm1(x));
  }
}

export function log1p_f(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  for (let i = begin * BLOCK; i < last; ++i) {
    const x = <f64>load<f32>(p.input + <usize>i * 4);
    store<f32>(p.output + <usize>i * 4, <f32>NativeMath.log1p(x));
  }
}

export function abs_i(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  for (let i = begin * BLOCK; i < last; ++i) {
    const x = load<i32>(p.input + <usize>i * 4);
    store<i32>(p.output + <usize>i * 4, x < 0 ? -x : x);
  }
}

export function negative_i(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  for (let i = begin * BLOCK; i < last; ++i) {
    const x = load<i32>(p.input + <usize>i * 4);
    store<i32>(p.output + <usize>i * 4, -x);
  }
}

export function relu_i(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  for (let i = begin * BLOCK; i < last; ++i) {
    const x = load<i32>(p.input + <usize>i * 4);
    store<i32>(p.output + <usize>i * 4, max(x, 0));
  }
}

export function clip_i(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  for (let i = begin * BLOCK; i < last; ++i) {
    const x = load<i32>(p.input + <usize>i * 4);
    store<i32>(p.output + <usize>i * 4, clipInteger(x, p.first, p.second));
  }
}

export function sign_i(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  for (let i = begin * BLOCK; i < last; ++i) {
    const x = load<i32>(p.input + <usize>i * 4);
    store<i32>(p.output + <usize>i * 4, (x > 0 ? 1 : 0) - (x < 0 ? 1 : 0));
  }
}

export function square_i(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  for (let i = begin * BLOCK; i < last; ++i) {
    const x = load<i32>(p.input + <usize>i * 4);
    store<i32>(p.output + <usize>i * 4, x * x);
  }
}

export function isFinite(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  for (let i = begin * BLOCK; i < last; ++i) {
    const x = load<f32>(p.input + <usize>i * 4);
    store<u8>(p.output + <usize>i * 1, abs<f32>(x) < Infinity ? 1 : 0);
  }
}

export function isInf(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  for (let i = begin * BLOCK; i < last; ++i) {
    const x = load<f32>(p.input + <usize>i * 4);
    store<u8>(p.output + <usize>i * 1, abs<f32>(x) == Infinity ? 1 : 0);
  }
}

export function isNan(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  for (let i = begin * BLOCK; i < last; ++i) {
    const x = load<f32>(p.input + <usize>i * 4);
    store<u8>(p.output + <usize>i * 1, x != x ? 1 : 0);
  }
}

export function logicalNot(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  for (let i = begin * BLOCK; i < last; ++i) {
    const x = load<u8>(p.input + <usize>i * 1);
    store<u8>(p.output + <usize>i * 1, x == 0 ? 1 : 0);
  }
}

export function castFloatToInt(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  for (let i = begin * BLOCK; i < last; ++i) {
    const x = load<f32>(p.input + <usize>i * 4);
    store<i32>(p.output + <usize>i * 4, toInteger(x));
  }
}

export function castFloatToByte(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  for (let i = begin * BLOCK; i < last; ++i) {
    const x = load<f32>(p.input + <usize>i * 4);
    store<u8>(p.output + <usize>i * 1, <u8>toInteger(x));
  }
}

export function castFloatToBool(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  for (let i = begin * BLOCK; i < last; ++i) {
    const x = load<f32>(p.input + <usize>i * 4);
    store<u8>(p.output + <usize>i * 1, x != 0 ? 1 : 0);
  }
}

export function castIntToFloat(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  for (let i = begin * BLOCK; i < last; ++i) {
    const x = load<i32>(p.input + <usize>i * 4);
    store<f32>(p.output + <usize>i * 4, <f32>x);
  }
}

export function castIntToByte(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  for (let i = begin * BLOCK; i < last; ++i) {
    const x = load<i32>(p.input + <usize>i * 4);
    store<u8>(p.output + <usize>i * 1, <u8>x);
  }
}

export function castIntToBool(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  for (let i = begin * BLOCK; i < last; ++i) {
    const x = load<i32>(p.input + <usize>i * 4);
    store<u8>(p.output + <usize>i * 1, x != 0 ? 1 : 0);
  }
}

export function castByteToFloat(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  for (let i = begin * BLOCK; i < last; ++i) {
    const x = load<u8>(p.input + <usize>i * 1);
    store<f32>(p.output + <usize>i * 4, <f32>x);
  }
}

export function castByteToInt(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  for (let i = begin * BLOCK; i < last; ++i) {
    const x = load<u8>(p.input + <usize>i * 1);
    store<i32>(p.output + <usize>i * 4, <i32>x);
  }
}

export function castByteToBool(p: UnaryParams, begin: i32, end: i32, context: Context): void {
  const last = min(end * BLOCK, p.count);
  for (let i = begin * BLOCK; i < last; ++i) {
    const x = load<u8>(p.input + <usize>i * 1);
    store<u8>(p.output + <usize>i * 1, x != 0 ? 1 : 0);
  }
}
