// Written by scripts/build-wasm.mjs.
import { Context } from '../context';
import { ReductionParams } from '../elementwise';
import { storePart } from '../gemm/panel';

// @ts-ignore: decorator
@inline
function bothsum(s: v128, x: v128): v128 {
  return f32x4.add(s, x);
}

// @ts-ignore: decorator
@inline
function onesum(s: f32, x: f32): f32 {
  return s + x;
}

// @ts-ignore: decorator
@inline
function endsum(s: f32, count: i32): f32 {
  return s;
}

/** Rows of numbers that follow each other: a task is a row. */
export function sumRows_f(p: ReductionParams, begin: i32, end: i32, context: Context): void {
  const count = p.count;
  for (let task = begin; task < end; ++task) {
    let from = p.input + ((<usize>task * count) << 2);
    const start = f32x4.splat(0);
    let s0 = start, s1 = start, s2 = start, s3 = start;
    let left = count;
    for (; left >= 16; left -= 16) {
      s0 = bothsum(s0, v128.load(from));
      s1 = bothsum(s1, v128.load(from, 16));
      s2 = bothsum(s2, v128.load(from, 32));
      s3 = bothsum(s3, v128.load(from, 48));
      from += 64;
    }
    for (; left >= 4; left -= 4) {
      s0 = bothsum(s0, v128.load(from));
      from += 16;
    }
    s0 = bothsum(bothsum(s0, s1), bothsum(s2, s3));
    let s = onesum(onesum(f32x4.extract_lane(s0, 0), f32x4.extract_lane(s0, 1)), onesum(f32x4.extract_lane(s0, 2), f32x4.extract_lane(s0, 3)));
    for (; left > 0; --left) {
      s = onesum(s, load<f32>(from));
      from += 4;
    }
    store<f32>(p.output + (<usize>task << 2), endsum(s, count));
  }
}

/** Columns: a task is a group of up to sixteen columns that lie side by side. */
export function sumColumns_f(p: ReductionParams, begin: i32, end: i32, context: Context): void {
  const count = p.count;
  const inner = p.inner;
  const groups = (inner + 15) / 16;
  const stride = <usize>inner << 2;
  for (let task = begin; task < end; ++task) {
    const outer = task / groups;
    const first = (task % groups) * 16;
    const columns = min(inner - first, 16);
    for (let c = 0; c < columns; c += 4) {
      let from = p.input + ((<usize>outer * count * inner + first + c) << 2);
      let s = f32x4.splat(0), t = s;
      let left = count;
      for (; left >= 2; left -= 2) {
        s = bothsum(s, v128.load(from));
        t = bothsum(t, v128.load(from + stride));
        from += stride << 1;
      }
      if (left > 0) s = bothsum(s, v128.load(from));
      s = bothsum(s, t);
      const to = p.output + ((<usize>outer * inner + first + c) << 2);
      const y = f32x4(endsum(f32x4.extract_lane(s, 0), count), endsum(f32x4.extract_lane(s, 1), count), endsum(f32x4.extract_lane(s, 2), count), endsum(f32x4.extract_lane(s, 3), count));
      if (columns - c >= 4) v128.store(to, y);
      else storePart(to, y, y, columns - c);
    }
  }
}

// @ts-ignore: decorator
@inline
function bothmean(s: v128, x: v128): v128 {
  return f32x4.add(s, x);
}

// @ts-ignore: decorator
@inline
function onemean(s: f32, x: f32): f32 {
  return s + x;
}

// @ts-ignore: decorator
@inline
function endmean(s: f32, count: i32): f32 {
  return s / <f32>count;
}

/** Rows of numbers that follow each other: a task is a row. */
export function meanRows_f(p: ReductionParams, begin: i32, end: i32, context: Context): void {
  const count = p.count;
  for (let task = begin; task < end; ++task) {
    let from = p.input + ((<usize>task * count) << 2);
    const start = f32x4.splat(0);
    let s0 = start, s1 = start, s2 = start, s3 = start;
    let left = count;
    for (; left >= 16; left -= 16) {
      s0 = bothmean(s0, v128.load(from));
      s1 = bothmean(s1, v128.load(from, 16));
      s2 = bothmean(s2, v128.load(from, 32));
      s3 = bothmean(s3, v128.load(from, 48));
      from += 64;
    }
    for (; left >= 4; left -= 4) {
      s0 = bothmean(s0, v128.load(from));
      from += 16;
    }
    s0 = bothmean(bothmean(s0, s1), bothmean(s2, s3));
    let s = onemean(onemean(f32x4.extract_lane(s0, 0), f32x4.extract_lane(s0, 1)), onemean(f32x4.extract_lane(s0, 2), f32x4.extract_lane(s0, 3)));
    for (; left > 0; --left) {
      s = onemean(s, load<f32>(from));
      from += 4;
    }
    store<f32>(p.output + (<usize>task << 2), endmean(s, count));
  }
}

/** Columns: a task is a group of up to sixteen columns that lie side by side. */
export function meanColumns_f(p: ReductionParams, begin: i32, end: i32, context: Context): void {
  const count = p.count;
  const inner = p.inner;
  const groups = (inner + 15) / 16;
  const stride = <usize>inner << 2;
  for (let task = begin; task < end; ++task) {
    const outer = task / groups;
    const first = (task % groups) * 16;
    const columns = min(inner - first, 16);
    for (let c = 0; c < columns; c += 4) {
      let from = p.input + ((<usize>outer * count * inner + first + c) << 2);
      let s = f32x4.splat(0), t = s;
      let left = count;
      for (; left >= 2; left -= 2) {
        s = bothmean(s, v128.load(from));
        t = bothmean(t, v128.load(from + stride));
        from += stride << 1;
      }
      if (left > 0) s = bothmean(s, v128.load(from));
      s = bothmean(s, t);
      const to = p.output + ((<usize>outer * inner + first + c) << 2);
      const y = f32x4(endmean(f32x4.extract_lane(s, 0), count), endmean(f32x4.extract_lane(s, 1), count), endmean(f32x4.extract_lane(s, 2), count), endmean(f32x4.extract_lane(s, 3), count));
      if (columns - c >= 4) v128.store(to, y);
      else storePart(to, y, y, columns - c);
    }
  }
}

// @ts-ignore: decorator
@inline
function bothmax(s: v128, x: v128): v128 {
  return f32x4.max(s, x);
}

// @ts-ignore: decorator
@inline
function onemax(s: f32, x: f32): f32 {
  return max<f32>(s, x);
}

// @ts-ignore: decorator
@inline
function endmax(s: f32, count: i32): f32 {
  return s;
}

/** Rows of numbers that follow each other: a task is a row. */
export function maxRows_f(p: ReductionParams, begin: i32, end: i32, context: Context): void {
  const count = p.count;
  for (let task = begin; task < end; ++task) {
    let from = p.input + ((<usize>task * count) << 2);
    const start = f32x4.splat(-Infinity);
    let s0 = start, s1 = start, s2 = start, s3 = start;
    let left = count;
    for (; left >= 16; left -= 16) {
      s0 = bothmax(s0, v128.load(from));
      s1 = bothmax(s1, v128.load(from, 16));
      s2 = bothmax(s2, v128.load(from, 32));
      s3 = bothmax(s3, v128.load(from, 48));
      from += 64;
    }
    for (; left >= 4; left -= 4) {
      s0 = bothmax(s0, v128.load(from));
      from += 16;
    }
    s0 = bothmax(bothmax(s0, s1), bothmax(s2, s3));
    let s = onemax(onemax(f32x4.extract_lane(s0, 0), f32x4.extract_lane(s0, 1)), onemax(f32x4.extract_lane(s0, 2), f32x4.extract_lane(s0, 3)));
    for (; left > 0; --left) {
      s = onemax(s, load<f32>(from));
      from += 4;
    }
    store<f32>(p.output + (<usize>task << 2), endmax(s, count));
  }
}

/** Columns: a task is a group of up to sixteen columns that lie side by side. */
export function maxColumns_f(p: ReductionParams, begin: i32, end: i32, context: Context): void {
  const count = p.count;
  const inner = p.inner;
  const groups = (inner + 15) / 16;
  const stride = <usize>inner << 2;
  for (let task = begin; task < end; ++task) {
    const outer = task / groups;
    const first = (task % groups) * 16;
    const columns = min(inner - first, 16);
    for (let c = 0; c < columns; c += 4) {
      let from = p.input + ((<usize>outer * count * inner + first + c) << 2);
      let s = f32x4.splat(-Infinity), t = s;
      let left = count;
      for (; left >= 2; left -= 2) {
        s = bothmax(s, v128.load(from));
        t = bothmax(t, v128.load(from + stride));
        from += stride << 1;
      }
      if (left > 0) s = bothmax(s, v128.load(from));
      s = bothmax(s, t);
      const to = p.output + ((<usize>outer * inner + first + c) << 2);
      const y = f32x4(endmax(f32x4.extract_lane(s, 0), count), endmax(f32x4.extract_lane(s, 1), count), endmax(f32x4.extract_lane(s, 2), count), endmax(f32x4.extract_lane(s, 3), count));
      if (columns - c >= 4) v128.store(to, y);
      else storePart(to, y, y, columns - c);
    }
  }
}

// @ts-ignore: decorator
@inline
function bothmin(s: v128, x: v128): v128 {
  return f32x4.min(s, x);
}

// @ts-ignore: decorator
@inline
function onemin(s: f32, x: f32): f32 {
  return min<f32>(s, x);
}

// @ts-ignore: decorator
@inline
function endmin(s: f32, count: i32): f32 {
  return s;
}

/** Rows of numbers that follow each other: a task is a row. */
export function minRows_f(p: ReductionParams, begin: i32, end: i32, context: Context): void {
  const count = p.count;
  for (let task = begin; task < end; ++task) {
    let from = p.input + ((<usize>task * count) << 2);
    const start = f32x4.splat(Infinity);
    let s0 = start, s1 = start, s2 = start, s3 = start;
    let left = count;
    for (; left >= 16; left -= 16) {
      s0 = bothmin(s0, v128.load(from));
      s1 = bothmin(s1, v128.load(from, 16));
      s2 = bothmin(s2, v128.load(from, 32));
      s3 = bothmin(s3, v128.load(from, 48));
      from += 64;
    }
    for (; left >= 4; left -= 4) {
      s0 = bothmin(s0, v128.load(from));
      from += 16;
    }
    s0 = bothmin(bothmin(s0, s1), bothmin(s2, s3));
    let s = onemin(onemin(f32x4.extract_lane(s0, 0), f32x4.extract_lane(s0, 1)), onemin(f32x4.extract_lane(s0, 2), f32x4.extract_lane(s0, 3)));
    for (; left > 0; --left) {
      s = onemin(s, load<f32>(from));
      from += 4;
    }
    store<f32>(p.output + (<usize>task << 2), endmin(s, count));
  }
}

/** Columns: a task is a group of up to sixteen columns that lie side by side. */
export function minColumns_f(p: ReductionParams, begin: i32, end: i32, context: Context): void {
  const count = p.count;
  const inner = p.inner;
  const groups = (inner + 15) / 16;
  const stride = <usize>inner << 2;
  for (let task = begin; task < end; ++task) {
    const outer = task / groups;
    const first = (task % groups) * 16;
    const columns = min(inner - first, 16);
    for (let c = 0; c < columns; c += 4) {
      let from = p.input + ((<usize>outer * count * inner + first + c) << 2);
      let s = f32x4.splat(Infinity), t = s;
      let left = count;
      for (; left >= 2; left -= 2) {
        s = bothmin(s, v128.load(from));
        t = bothmin(t, v128.load(from + stride));
        from += stride << 1;
      }
      if (left > 0) s = bothmin(s, v128.load(from));
      s = bothmin(s, t);
      const to = p.output + ((<usize>outer * inner + first + c) << 2);
      const y = f32x4(endmin(f32x4.extract_lane(s, 0), count), endmin(f32x4.extract_lane(s, 1), count), endmin(f32x4.extract_lane(s, 2), count), endmin(f32x4.extract_lane(s, 3), count));
      if (columns - c >= 4) v128.store(to, y);
      else storePart(to, y, y, columns - c);
    }
  }
}

// @ts-ignore: decorator
@inline
function bothprod(s: v128, x: v128): v128 {
  return f32x4.mul(s, x);
}

// @ts-ignore: decorator
@inline
function oneprod(s: f32, x: f32): f32 {
  return s * x;
}

// @ts-ignore: decorator
@inline
function endprod(s: f32, count: i32): f32 {
  return s;
}

/** Rows of numbers that follow each other: a task is a row. */
export function prodRows_f(p: ReductionParams, begin: i32, end: i32, context: Context): void {
  const count = p.count;
  for (let task = begin; task < end; ++task) {
    let from = p.input + ((<usize>task * count) << 2);
    const start = f32x4.splat(1);
    let s0 = start, s1 = start, s2 = start, s3 = start;
    let left = count;
    for (; left >= 16; left -= 16) {
      s0 = bothprod(s0, v128.load(from));
      s1 = bothprod(s1, v128.load(from, 16));
      s2 = bothprod(s2, v128.load(from, 32));
      s3 = bothprod(s3, v128.load(from, 48));
      from += 64;
    }
    for (; left >= 4; left -= 4) {
      s0 = bothprod(s0, v128.load(from));
      from += 16;
    }
    s0 = bothprod(bothprod(s0, s1), bothprod(s2, s3));
    let s = oneprod(oneprod(f32x4.extract_lane(s0, 0), f32x4.extract_lane(s0, 1)), oneprod(f32x4.extract_lane(s0, 2), f32x4.extract_lane(s0, 3)));
    for (; left > 0; --left) {
      s = oneprod(s, load<f32>(from));
      from += 4;
    }
    store<f32>(p.output + (<usize>task << 2), endprod(s, count));
  }
}

/** Columns: a task is a group of up to sixteen columns that lie side by side. */
export function prodColumns_f(p: ReductionParams, begin: i32, end: i32, context: Context): void {
  const count = p.count;
  const inner = p.inner;
  const groups = (inner + 15) / 16;
  const stride = <usize>inner << 2;
  for (let task = begin; task < end; ++task) {
    const outer = task / groups;
    const first = (task % groups) * 16;
    const columns = min(inner - first, 16);
    for (let c = 0; c < columns; c += 4) {
      let from = p.input + ((<usize>outer * count * inner + first + c) << 2);
      let s = f32x4.splat(1), t = s;
      let left = count;
      for (; left >= 2; left -= 2) {
        s = bothprod(s, v128.load(from));
        t = bothprod(t, v128.load(from + stride));
        from += stride << 1;
      }
      if (left > 0) s = bothprod(s, v128.load(from));
      s = bothprod(s, t);
      const to = p.output + ((<usize>outer * inner + first + c) << 2);
      const y = f32x4(endprod(f32x4.extract_lane(s, 0), count), endprod(f32x4.extract_lane(s, 1), count), endprod(f32x4.extract_lane(s, 2), count), endprod(f32x4.extract_lane(s, 3), count));
      if (columns - c >= 4) v128.store(to, y);
      else storePart(to, y, y, columns - c);
    }
  }
}

/** A task is an element of the output. */
export function sum_i(p: ReductionParams, begin: i32, end: i32, context: Context): void {
  const inner = p.inner;
  for (let task = begin; task < end; ++task) {
    let from = p.input + <usize>((task / inner) * p.count * inner + (task % inner)) * 4;
    let s: i32 = 0;
    for (let i = 0; i < p.count; ++i) {
      const x = load<i32>(from);
      s = s + x;
      from += <usize>inner * 4;
    }
    store<i32>(p.output + <usize>task * 4, s);
  }
}

/** A task is an element of the output. */
export function max_i(p: ReductionParams, begin: i32, end: i32, context: Context): void {
  const inner = p.inner;
  for (let task = begin; task < end; ++task) {
    let from = p.input + <usize>((task / inner) * p.count * inner + (task % inner)) * 4;
    let s: i32 = i32.MIN_VALUE;
    for (let i = 0; i < p.count; ++i) {
      const x = load<i32>(from);
      s = max<i32>(s, x);
      from += <usize>inner * 4;
    }
    store<i32>(p.output + <usize>task * 4, s);
  }
}

/** A task is an element of the output. */
export function min_i(p: ReductionParams, begin: i32, end: i32, context: Context): void {
  const inner = p.inner;
  for (let task = begin; task < end; ++task) {
    let from = p.input + <usize>((task / inner) * p.count * inner + (task % inner)) * 4;
    let s: i32 = i32.MAX_VALUE;
    for (let i = 0; i < p.count; ++i) {
      const x = load<i32>(from);
      s = min<i32>(s, x);
      from += <usize>inner * 4;
    }
    store<i32>(p.output + <usize>task * 4, s);
  }
}

/** A task is an element of the output. */
export function prod_i(p: ReductionParams, begin: i32, end: i32, context: Context): void {
  const inner = p.inner;
  for (let task = begin; task < end; ++task) {
    let from = p.input + <usize>((task / inner) * p.count * inner + (task % inner)) * 4;
    let s: i32 = 1;
    for (let i = 0; i < p.count; ++i) {
      const x = load<i32>(from);
      s = s * x;
      from += <usize>inner * 4;
    }
    store<i32>(p.output + <usize>task * 4, s);
  }
}

/** A task is an element of the output. */
export function sum_u(p: ReductionParams, begin: i32, end: i32, context: Context): void {
  const inner = p.inner;
  for (let task = begin; task < end; ++task) {
    let from = p.input + <usize>((task / inner) * p.count * inner + (task % inner)) * 1;
    let s: u8 = 0;
    for (let i = 0; i < p.count; ++i) {
      const x = load<u8>(from);
      s = s + x;
      from += <usize>inner * 1;
    }
    store<u8>(p.output + <usize>task * 1, s);
  }
}

/** A task is an element of the output. */
export function max_u(p: ReductionParams, begin: i32, end: i32, context: Context): void {
  const inner = p.inner;
  for (let task = begin; task < end; ++task) {
    let from = p.input + <usize>((task / inner) * p.count * inner + (task % inner)) * 1;
    let s: u8 = 0;
    for (let i = 0; i < p.count; ++i) {
      const x = load<u8>(from);
      s = max<u8>(s, x);
      from += <usize>inner * 1;
    }
    store<u8>(p.output + <usize>task * 1, s);
  }
}

/** A task is an element of the output. */
export function min_u(p: ReductionParams, begin: i32, end: i32, context: Context): void {
  const inner = p.inner;
  for (let task = begin; task < end; ++task) {
    let from = p.input + <usize>((task / inner) * p.count * inner + (task % inner)) * 1;
    let s: u8 = 255;
    for (let i = 0; i < p.count; ++i) {
      const x = load<u8>(from);
      s = min<u8>(s, x);
      from += <usize>inner * 1;
    }
    store<u8>(p.output + <usize>task * 1, s);
  }
}

/** A task is an element of the output. */
export function prod_u(p: ReductionParams, begin: i32, end: i32, context: Context): void {
  const inner = p.inner;
  for (let task = begin; task < end; ++task) {
    let from = p.input + <usize>((task / inner) * p.count * inner + (task % inner)) * 1;
    let s: u8 = 1;
    for (let i = 0; i < p.count; ++i) {
      const x = load<u8>(from);
      s = s * x;
      from += <usize>inner * 1;
    }
    store<u8>(p.output + <usize>task * 1, s);
  }
}

/** A task is an element of the output. */
export function all_u(p: ReductionParams, begin: i32, end: i32, context: Context): void {
  const inner = p.inner;
  for (let task = begin; task < end; ++task) {
    let from = p.input + <usize>((task / inner) * p.count * inner + (task % inner)) * 1;
    let s: u8 = 1;
    for (let i = 0; i < p.count; ++i) {
      const x = load<u8>(from);
      s = <u8>(s != 0 && x != 0);
      from += <usize>inner * 1;
    }
    store<u8>(p.output + <usize>task * 1, s);
  }
}

/** A task is an element of the output. */
export function any_u(p: ReductionParams, begin: i32, end: i32, context: Context): void {
  const inner = p.inner;
  for (let task = begin; task < end; ++task) {
    let from = p.input + <usize>((task / inner) * p.count * inner + (task % inner)) * 1;
    let s: u8 = 0;
    for (let i = 0; i < p.count; ++i) {
      const x = load<u8>(from);
      s = <u8>(s != 0 || x != 0);
      from += <usize>inner * 1;
    }
    store<u8>(p.output + <usize>task * 1, s);
  }
}
