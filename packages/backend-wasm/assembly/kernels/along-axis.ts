import { Context } from '../context';
import { storePart } from '../gemm/panel';
import { exp } from '../math/exp';

/** Parameters of kernels along the middle of `[outer, count, inner]`. */
@unmanaged
export class AlongAxisParams {
  input: usize;
  output: usize;
  count: i32;
  inner: i32;
  /** Cumulative: 1 leaves each element itself out. */
  exclusive: i32;
  /** Cumulative: 1 begins at the end. */
  reverse: i32;
}

/** The first place of the largest element. A task is an element of the output. */
// @ts-ignore: decorator
@inline
function argument<T>(p: AlongAxisParams, begin: i32, end: i32, isMax: bool): void {
  const inner = p.inner;
  for (let task = begin; task < end; ++task) {
    let from = p.input + <usize>((task / inner) * p.count * inner + (task % inner)) * sizeof<T>();
    let best = load<T>(from);
    let at = 0;
    for (let i = 1; i < p.count; ++i) {
      from += <usize>inner * sizeof<T>();
      const x = load<T>(from);
      if (isMax ? x > best : x < best) {
        best = x;
        at = i;
      }
    }
    store<i32>(p.output + (<usize>task << 2), at);
  }
}

export function argmax_f(p: AlongAxisParams, begin: i32, end: i32, context: Context): void {
  argument<f32>(p, begin, end, true);
}

export function argmin_f(p: AlongAxisParams, begin: i32, end: i32, context: Context): void {
  argument<f32>(p, begin, end, false);
}

export function argmax_i(p: AlongAxisParams, begin: i32, end: i32, context: Context): void {
  argument<i32>(p, begin, end, true);
}

export function argmin_i(p: AlongAxisParams, begin: i32, end: i32, context: Context): void {
  argument<i32>(p, begin, end, false);
}

export function argmax_u(p: AlongAxisParams, begin: i32, end: i32, context: Context): void {
  argument<u8>(p, begin, end, true);
}

export function argmin_u(p: AlongAxisParams, begin: i32, end: i32, context: Context): void {
  argument<u8>(p, begin, end, false);
}

/** Sums or products of all elements so far. A task is a line along the axis. */
// @ts-ignore: decorator
@inline
function cumulate<T>(p: AlongAxisParams, begin: i32, end: i32, isSum: bool): void {
  const inner = p.inner;
  const step = <i32>sizeof<T>() * (p.reverse ? -inner : inner);
  for (let task = begin; task < end; ++task) {
    let offset = <usize>((task / inner) * p.count * inner + (task % inner) + (p.reverse ? (p.count - 1) * inner : 0)) * sizeof<T>();
    let s: T = isSum ? 0 : 1;
    for (let i = 0; i < p.count; ++i) {
      const x = load<T>(p.input + offset);
      const next = isSum ? <T>(s + x) : <T>(s * x);
      store<T>(p.output + offset, p.exclusive ? s : next);
      s = next;
      offset += step;
    }
  }
}

export function cumsum_f(p: AlongAxisParams, begin: i32, end: i32, context: Context): void {
  cumulate<f32>(p, begin, end, true);
}

export function cumsum_i(p: AlongAxisParams, begin: i32, end: i32, context: Context): void {
  cumulate<i32>(p, begin, end, true);
}

export function cumprod_f(p: AlongAxisParams, begin: i32, end: i32, context: Context): void {
  cumulate<f32>(p, begin, end, false);
}

export function cumprod_i(p: AlongAxisParams, begin: i32, end: i32, context: Context): void {
  cumulate<i32>(p, begin, end, false);
}

/** The largest and the sum of the lanes. */
// @ts-ignore: decorator
@inline
function largest(x: v128): f32 {
  return max<f32>(max<f32>(f32x4.extract_lane(x, 0), f32x4.extract_lane(x, 1)), max<f32>(f32x4.extract_lane(x, 2), f32x4.extract_lane(x, 3)));
}

// @ts-ignore: decorator
@inline
function total(x: v128): f32 {
  return f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1) + f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3);
}

/** The lanes of the last vector of a row that are not of the row, as others. */
// @ts-ignore: decorator
@inline
function lanesUpTo(count: i32): v128 {
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count));
}

/** Each row over the sum of its powers of e, or the logarithm of that. A task is a row. */
// @ts-ignore: decorator
@inline
function softmaxRows(p: AlongAxisParams, begin: i32, end: i32, isLog: bool): void {
  const count = p.count;
  for (let task = begin; task < end; ++task) {
    const input = p.input + ((<usize>task * count) << 2);
    const output = p.output + ((<usize>task * count) << 2);
    let peaks = f32x4.splat(-Infinity);
    for (let i = 0; i < count; i += 4) {
      const x = v128.load(input + (<usize>i << 2));
      peaks = f32x4.max(peaks, v128.bitselect(x, f32x4.splat(-Infinity), lanesUpTo(count - i)));
    }
    const peak = f32x4.splat(largest(peaks));
    let sums = f32x4.splat(0);
    for (let i = 0; i < count; i += 4) {
      const at = <usize>i << 2;
      const d = f32x4.sub(v128.load(input + at), peak);
      const e = exp(d);
      sums = f32x4.add(sums, v128.and(e, lanesUpTo(count - i)));
      put(output + at, isLog ? d : e, count - i);
    }
    const sum = total(sums);
    const factor = f32x4.splat(isLog ? <f32>NativeMath.log(<f64>sum) : <f32>1 / sum);
    for (let i = 0; i < count; i += 4) {
      const at = output + (<usize>i << 2);
      const x = v128.load(at);
      put(at, isLog ? f32x4.sub(x, factor) : f32x4.mul(x, factor), count - i);
    }
  }
}

// @ts-ignore: decorator
@inline
function put(to: usize, x: v128, count: i32): void {
  if (count >= 4) v128.store(to, x);
  else storePart(to, x, x, count);
}

export function softmax(p: AlongAxisParams, begin: i32, end: i32, context: Context): void {
  softmaxRows(p, begin, end, false);
}

export function logSoftmax(p: AlongAxisParams, begin: i32, end: i32, context: Context): void {
  softmaxRows(p, begin, end, true);
}

@unmanaged
export class BatchNormalizationParams {
  input: usize;
  output: usize;
  mean: usize;
  variance: usize;
  offset: usize;
  scale: usize;
  channels: i32;
  /** Bytes from one channel's number to the next; 0 for one number for all. */
  meanStep: i32;
  varianceStep: i32;
  offsetStep: i32;
  scaleStep: i32;
  epsilon: f32;
}

/** `(x - mean) / sqrt(variance + epsilon) * scale + offset`. A task is a row of channels. */
export function batchNormalization(p: BatchNormalizationParams, begin: i32, end: i32, context: Context): void {
  const channels = p.channels;
  for (let c = 0; c < channels; ++c) {
    const factor = load<f32>(p.scale + <usize>(c * p.scaleStep)) / sqrt<f32>(load<f32>(p.variance + <usize>(c * p.varianceStep)) + p.epsilon);
    const mean = load<f32>(p.mean + <usize>(c * p.meanStep));
    const offset = load<f32>(p.offset + <usize>(c * p.offsetStep));
    for (let row = begin; row < end; ++row) {
      const at = <usize>(row * channels + c) << 2;
      store<f32>(p.output + at, (load<f32>(p.input + at) - mean) * factor + offset);
    }
  }
}
