// Written by scripts/build-wasm.mjs.
import { Context } from '../context';
import { storePart } from '../gemm/panel';
import { floatMod, integerFloorDivide, integerMod } from '../math/integers';
import { BinaryParams, rowOf } from '../elementwise';

// @ts-ignore: decorator
@inline
const BLOCK: i32 = 4096;

export function add_f(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep) * 4;
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep) * 4;
    let to = p.output + <usize>(row * p.inner + at) * 4;
    const aStep = <usize>p.aStep << 2, bStep = <usize>p.bStep << 2;
    let left = count;
    if (aStep != 0 && bStep != 0) {
      for (; left >= 4; left -= 4) {
        v128.store(to, ofadd(v128.load(a), v128.load(b)));
        a += 16;
        b += 16;
        to += 16;
      }
    } else if (aStep != 0) {
      const one = v128.load_splat<f32>(b);
      for (; left >= 4; left -= 4) {
        v128.store(to, ofadd(v128.load(a), one));
        a += 16;
        to += 16;
      }
    } else {
      const one = v128.load_splat<f32>(a);
      for (; left >= 4; left -= 4) {
        v128.store(to, ofadd(one, bStep != 0 ? v128.load(b) : v128.load_splat<f32>(b)));
        b += bStep << 2;
        to += 16;
      }
    }
    if (left > 0) {
      const y = ofadd(aStep != 0 ? v128.load(a) : v128.load_splat<f32>(a), bStep != 0 ? v128.load(b) : v128.load_splat<f32>(b));
      storePart(to, y, y, left);
    }
  }
}

// @ts-ignore: decorator
@inline
function ofadd(a: v128, b: v128): v128 {
  return f32x4.add(a, b);
}

export function subtract_f(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep) * 4;
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep) * 4;
    let to = p.output + <usize>(row * p.inner + at) * 4;
    const aStep = <usize>p.aStep << 2, bStep = <usize>p.bStep << 2;
    let left = count;
    if (aStep != 0 && bStep != 0) {
      for (; left >= 4; left -= 4) {
        v128.store(to, ofsubtract(v128.load(a), v128.load(b)));
        a += 16;
        b += 16;
        to += 16;
      }
    } else if (aStep != 0) {
      const one = v128.load_splat<f32>(b);
      for (; left >= 4; left -= 4) {
        v128.store(to, ofsubtract(v128.load(a), one));
        a += 16;
        to += 16;
      }
    } else {
      const one = v128.load_splat<f32>(a);
      for (; left >= 4; left -= 4) {
        v128.store(to, ofsubtract(one, bStep != 0 ? v128.load(b) : v128.load_splat<f32>(b)));
        b += bStep << 2;
        to += 16;
      }
    }
    if (left > 0) {
      const y = ofsubtract(aStep != 0 ? v128.load(a) : v128.load_splat<f32>(a), bStep != 0 ? v128.load(b) : v128.load_splat<f32>(b));
      storePart(to, y, y, left);
    }
  }
}

// @ts-ignore: decorator
@inline
function ofsubtract(a: v128, b: v128): v128 {
  return f32x4.sub(a, b);
}

export function multiply_f(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep) * 4;
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep) * 4;
    let to = p.output + <usize>(row * p.inner + at) * 4;
    const aStep = <usize>p.aStep << 2, bStep = <usize>p.bStep << 2;
    let left = count;
    if (aStep != 0 && bStep != 0) {
      for (; left >= 4; left -= 4) {
        v128.store(to, ofmultiply(v128.load(a), v128.load(b)));
        a += 16;
        b += 16;
        to += 16;
      }
    } else if (aStep != 0) {
      const one = v128.load_splat<f32>(b);
      for (; left >= 4; left -= 4) {
        v128.store(to, ofmultiply(v128.load(a), one));
        a += 16;
        to += 16;
      }
    } else {
      const one = v128.load_splat<f32>(a);
      for (; left >= 4; left -= 4) {
        v128.store(to, ofmultiply(one, bStep != 0 ? v128.load(b) : v128.load_splat<f32>(b)));
        b += bStep << 2;
        to += 16;
      }
    }
    if (left > 0) {
      const y = ofmultiply(aStep != 0 ? v128.load(a) : v128.load_splat<f32>(a), bStep != 0 ? v128.load(b) : v128.load_splat<f32>(b));
      storePart(to, y, y, left);
    }
  }
}

// @ts-ignore: decorator
@inline
function ofmultiply(a: v128, b: v128): v128 {
  return f32x4.mul(a, b);
}

export function divide_f(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep) * 4;
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep) * 4;
    let to = p.output + <usize>(row * p.inner + at) * 4;
    const aStep = <usize>p.aStep << 2, bStep = <usize>p.bStep << 2;
    let left = count;
    if (aStep != 0 && bStep != 0) {
      for (; left >= 4; left -= 4) {
        v128.store(to, ofdivide(v128.load(a), v128.load(b)));
        a += 16;
        b += 16;
        to += 16;
      }
    } else if (aStep != 0) {
      const one = v128.load_splat<f32>(b);
      for (; left >= 4; left -= 4) {
        v128.store(to, ofdivide(v128.load(a), one));
        a += 16;
        to += 16;
      }
    } else {
      const one = v128.load_splat<f32>(a);
      for (; left >= 4; left -= 4) {
        v128.store(to, ofdivide(one, bStep != 0 ? v128.load(b) : v128.load_splat<f32>(b)));
        b += bStep << 2;
        to += 16;
      }
    }
    if (left > 0) {
      const y = ofdivide(aStep != 0 ? v128.load(a) : v128.load_splat<f32>(a), bStep != 0 ? v128.load(b) : v128.load_splat<f32>(b));
      storePart(to, y, y, left);
    }
  }
}

// @ts-ignore: decorator
@inline
function ofdivide(a: v128, b: v128): v128 {
  return f32x4.div(a, b);
}

export function maximum_f(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep) * 4;
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep) * 4;
    let to = p.output + <usize>(row * p.inner + at) * 4;
    const aStep = <usize>p.aStep << 2, bStep = <usize>p.bStep << 2;
    let left = count;
    if (aStep != 0 && bStep != 0) {
      for (; left >= 4; left -= 4) {
        v128.store(to, ofmaximum(v128.load(a), v128.load(b)));
        a += 16;
        b += 16;
        to += 16;
      }
    } else if (aStep != 0) {
      const one = v128.load_splat<f32>(b);
      for (; left >= 4; left -= 4) {
        v128.store(to, ofmaximum(v128.load(a), one));
        a += 16;
        to += 16;
      }
    } else {
      const one = v128.load_splat<f32>(a);
      for (; left >= 4; left -= 4) {
        v128.store(to, ofmaximum(one, bStep != 0 ? v128.load(b) : v128.load_splat<f32>(b)));
        b += bStep << 2;
        to += 16;
      }
    }
    if (left > 0) {
      const y = ofmaximum(aStep != 0 ? v128.load(a) : v128.load_splat<f32>(a), bStep != 0 ? v128.load(b) : v128.load_splat<f32>(b));
      storePart(to, y, y, left);
    }
  }
}

// @ts-ignore: decorator
@inline
function ofmaximum(a: v128, b: v128): v128 {
  return f32x4.max(a, b);
}

export function minimum_f(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep) * 4;
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep) * 4;
    let to = p.output + <usize>(row * p.inner + at) * 4;
    const aStep = <usize>p.aStep << 2, bStep = <usize>p.bStep << 2;
    let left = count;
    if (aStep != 0 && bStep != 0) {
      for (; left >= 4; left -= 4) {
        v128.store(to, ofminimum(v128.load(a), v128.load(b)));
        a += 16;
        b += 16;
        to += 16;
      }
    } else if (aStep != 0) {
      const one = v128.load_splat<f32>(b);
      for (; left >= 4; left -= 4) {
        v128.store(to, ofminimum(v128.load(a), one));
        a += 16;
        to += 16;
      }
    } else {
      const one = v128.load_splat<f32>(a);
      for (; left >= 4; left -= 4) {
        v128.store(to, ofminimum(one, bStep != 0 ? v128.load(b) : v128.load_splat<f32>(b)));
        b += bStep << 2;
        to += 16;
      }
    }
    if (left > 0) {
      const y = ofminimum(aStep != 0 ? v128.load(a) : v128.load_splat<f32>(a), bStep != 0 ? v128.load(b) : v128.load_splat<f32>(b));
      storePart(to, y, y, left);
    }
  }
}

// @ts-ignore: decorator
@inline
function ofminimum(a: v128, b: v128): v128 {
  return f32x4.min(a, b);
}

export function atan2_f(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep);
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep);
    let to = p.output + <usize>(row * p.inner + at) * 4;
    for (let i = 0; i < count; ++i) {
      store<f32>(to, ofatan2_f(load<f32>(a), load<f32>(b)));
      a += p.aStep;
      b += p.bStep;
      to += 4;
    }
  }
}

// @ts-ignore: decorator
@inline
function ofatan2_f(a: f32, b: f32): f32 {
  return <f32>(<f32>NativeMath.atan2(a, b));
}

export function floorDivide_f(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep);
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep);
    let to = p.output + <usize>(row * p.inner + at) * 4;
    for (let i = 0; i < count; ++i) {
      store<f32>(to, offloorDivide_f(load<f32>(a), load<f32>(b)));
      a += p.aStep;
      b += p.bStep;
      to += 4;
    }
  }
}

// @ts-ignore: decorator
@inline
function offloorDivide_f(a: f32, b: f32): f32 {
  return <f32>(floor<f32>(a / b));
}

export function mod_f(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep);
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep);
    let to = p.output + <usize>(row * p.inner + at) * 4;
    for (let i = 0; i < count; ++i) {
      store<f32>(to, ofmod_f(load<f32>(a), load<f32>(b)));
      a += p.aStep;
      b += p.bStep;
      to += 4;
    }
  }
}

// @ts-ignore: decorator
@inline
function ofmod_f(a: f32, b: f32): f32 {
  return <f32>(floatMod(a, b));
}

export function power_f(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep);
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep);
    let to = p.output + <usize>(row * p.inner + at) * 4;
    for (let i = 0; i < count; ++i) {
      store<f32>(to, ofpower_f(load<f32>(a), load<f32>(b)));
      a += p.aStep;
      b += p.bStep;
      to += 4;
    }
  }
}

// @ts-ignore: decorator
@inline
function ofpower_f(a: f32, b: f32): f32 {
  return <f32>(<f32>NativeMath.pow(a, b));
}

export function add_i(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep);
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep);
    let to = p.output + <usize>(row * p.inner + at) * 4;
    for (let i = 0; i < count; ++i) {
      store<i32>(to, ofadd_i(load<i32>(a), load<i32>(b)));
      a += p.aStep;
      b += p.bStep;
      to += 4;
    }
  }
}

// @ts-ignore: decorator
@inline
function ofadd_i(a: i32, b: i32): i32 {
  return <i32>(a + b);
}

export function subtract_i(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep);
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep);
    let to = p.output + <usize>(row * p.inner + at) * 4;
    for (let i = 0; i < count; ++i) {
      store<i32>(to, ofsubtract_i(load<i32>(a), load<i32>(b)));
      a += p.aStep;
      b += p.bStep;
      to += 4;
    }
  }
}

// @ts-ignore: decorator
@inline
function ofsubtract_i(a: i32, b: i32): i32 {
  return <i32>(a - b);
}

export function multiply_i(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep);
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep);
    let to = p.output + <usize>(row * p.inner + at) * 4;
    for (let i = 0; i < count; ++i) {
      store<i32>(to, ofmultiply_i(load<i32>(a), load<i32>(b)));
      a += p.aStep;
      b += p.bStep;
      to += 4;
    }
  }
}

// @ts-ignore: decorator
@inline
function ofmultiply_i(a: i32, b: i32): i32 {
  return <i32>(a * b);
}

export function maximum_i(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep);
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep);
    let to = p.output + <usize>(row * p.inner + at) * 4;
    for (let i = 0; i < count; ++i) {
      store<i32>(to, ofmaximum_i(load<i32>(a), load<i32>(b)));
      a += p.aStep;
      b += p.bStep;
      to += 4;
    }
  }
}

// @ts-ignore: decorator
@inline
function ofmaximum_i(a: i32, b: i32): i32 {
  return <i32>(max(a, b));
}

export function minimum_i(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep);
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep);
    let to = p.output + <usize>(row * p.inner + at) * 4;
    for (let i = 0; i < count; ++i) {
      store<i32>(to, ofminimum_i(load<i32>(a), load<i32>(b)));
      a += p.aStep;
      b += p.bStep;
      to += 4;
    }
  }
}

// @ts-ignore: decorator
@inline
function ofminimum_i(a: i32, b: i32): i32 {
  return <i32>(min(a, b));
}

export function bitwiseAnd_i(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep);
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep);
    let to = p.output + <usize>(row * p.inner + at) * 4;
    for (let i = 0; i < count; ++i) {
      store<i32>(to, ofbitwiseAnd_i(load<i32>(a), load<i32>(b)));
      a += p.aStep;
      b += p.bStep;
      to += 4;
    }
  }
}

// @ts-ignore: decorator
@inline
function ofbitwiseAnd_i(a: i32, b: i32): i32 {
  return <i32>(a & b);
}

export function bitwiseOr_i(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep);
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep);
    let to = p.output + <usize>(row * p.inner + at) * 4;
    for (let i = 0; i < count; ++i) {
      store<i32>(to, ofbitwiseOr_i(load<i32>(a), load<i32>(b)));
      a += p.aStep;
      b += p.bStep;
      to += 4;
    }
  }
}

// @ts-ignore: decorator
@inline
function ofbitwiseOr_i(a: i32, b: i32): i32 {
  return <i32>(a | b);
}

export function bitwiseXor_i(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep);
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep);
    let to = p.output + <usize>(row * p.inner + at) * 4;
    for (let i = 0; i < count; ++i) {
      store<i32>(to, ofbitwiseXor_i(load<i32>(a), load<i32>(b)));
      a += p.aStep;
      b += p.bStep;
      to += 4;
    }
  }
}

// @ts-ignore: decorator
@inline
function ofbitwiseXor_i(a: i32, b: i32): i32 {
  return <i32>(a ^ b);
}

export function leftShift_i(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep);
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep);
    let to = p.output + <usize>(row * p.inner + at) * 4;
    for (let i = 0; i < count; ++i) {
      store<i32>(to, ofleftShift_i(load<i32>(a), load<i32>(b)));
      a += p.aStep;
      b += p.bStep;
      to += 4;
    }
  }
}

// @ts-ignore: decorator
@inline
function ofleftShift_i(a: i32, b: i32): i32 {
  return <i32>(a << b);
}

export function rightShift_i(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep);
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep);
    let to = p.output + <usize>(row * p.inner + at) * 4;
    for (let i = 0; i < count; ++i) {
      store<i32>(to, ofrightShift_i(load<i32>(a), load<i32>(b)));
      a += p.aStep;
      b += p.bStep;
      to += 4;
    }
  }
}

// @ts-ignore: decorator
@inline
function ofrightShift_i(a: i32, b: i32): i32 {
  return <i32>(a >> b);
}

export function floorDivide_i(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep);
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep);
    let to = p.output + <usize>(row * p.inner + at) * 4;
    for (let i = 0; i < count; ++i) {
      store<i32>(to, offloorDivide_i(load<i32>(a), load<i32>(b)));
      a += p.aStep;
      b += p.bStep;
      to += 4;
    }
  }
}

// @ts-ignore: decorator
@inline
function offloorDivide_i(a: i32, b: i32): i32 {
  return <i32>(integerFloorDivide(a, b));
}

export function mod_i(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep);
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep);
    let to = p.output + <usize>(row * p.inner + at) * 4;
    for (let i = 0; i < count; ++i) {
      store<i32>(to, ofmod_i(load<i32>(a), load<i32>(b)));
      a += p.aStep;
      b += p.bStep;
      to += 4;
    }
  }
}

// @ts-ignore: decorator
@inline
function ofmod_i(a: i32, b: i32): i32 {
  return <i32>(integerMod(a, b));
}

export function power_i(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep);
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep);
    let to = p.output + <usize>(row * p.inner + at) * 4;
    for (let i = 0; i < count; ++i) {
      store<i32>(to, ofpower_i(load<i32>(a), load<i32>(b)));
      a += p.aStep;
      b += p.bStep;
      to += 4;
    }
  }
}

// @ts-ignore: decorator
@inline
function ofpower_i(a: i32, b: i32): i32 {
  return <i32>(<i32><i64>NativeMath.pow(<f64>a, <f64>b));
}

export function add_u(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep);
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep);
    let to = p.output + <usize>(row * p.inner + at) * 1;
    for (let i = 0; i < count; ++i) {
      store<u8>(to, ofadd_u(load<u8>(a), load<u8>(b)));
      a += p.aStep;
      b += p.bStep;
      to += 1;
    }
  }
}

// @ts-ignore: decorator
@inline
function ofadd_u(a: u8, b: u8): u8 {
  return <u8>(a + b);
}

export function subtract_u(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep);
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep);
    let to = p.output + <usize>(row * p.inner + at) * 1;
    for (let i = 0; i < count; ++i) {
      store<u8>(to, ofsubtract_u(load<u8>(a), load<u8>(b)));
      a += p.aStep;
      b += p.bStep;
      to += 1;
    }
  }
}

// @ts-ignore: decorator
@inline
function ofsubtract_u(a: u8, b: u8): u8 {
  return <u8>(a - b);
}

export function multiply_u(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep);
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep);
    let to = p.output + <usize>(row * p.inner + at) * 1;
    for (let i = 0; i < count; ++i) {
      store<u8>(to, ofmultiply_u(load<u8>(a), load<u8>(b)));
      a += p.aStep;
      b += p.bStep;
      to += 1;
    }
  }
}

// @ts-ignore: decorator
@inline
function ofmultiply_u(a: u8, b: u8): u8 {
  return <u8>(a * b);
}

export function maximum_u(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep);
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep);
    let to = p.output + <usize>(row * p.inner + at) * 1;
    for (let i = 0; i < count; ++i) {
      store<u8>(to, ofmaximum_u(load<u8>(a), load<u8>(b)));
      a += p.aStep;
      b += p.bStep;
      to += 1;
    }
  }
}

// @ts-ignore: decorator
@inline
function ofmaximum_u(a: u8, b: u8): u8 {
  return <u8>(max(a, b));
}

export function minimum_u(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep);
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep);
    let to = p.output + <usize>(row * p.inner + at) * 1;
    for (let i = 0; i < count; ++i) {
      store<u8>(to, ofminimum_u(load<u8>(a), load<u8>(b)));
      a += p.aStep;
      b += p.bStep;
      to += 1;
    }
  }
}

// @ts-ignore: decorator
@inline
function ofminimum_u(a: u8, b: u8): u8 {
  return <u8>(min(a, b));
}

export function equal_f(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep);
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep);
    let to = p.output + <usize>(row * p.inner + at) * 1;
    for (let i = 0; i < count; ++i) {
      store<u8>(to, ofequal_f(load<f32>(a), load<f32>(b)));
      a += p.aStep;
      b += p.bStep;
      to += 1;
    }
  }
}

// @ts-ignore: decorator
@inline
function ofequal_f(a: f32, b: f32): u8 {
  return <u8>(a == b);
}

export function equal_i(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep);
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep);
    let to = p.output + <usize>(row * p.inner + at) * 1;
    for (let i = 0; i < count; ++i) {
      store<u8>(to, ofequal_i(load<i32>(a), load<i32>(b)));
      a += p.aStep;
      b += p.bStep;
      to += 1;
    }
  }
}

// @ts-ignore: decorator
@inline
function ofequal_i(a: i32, b: i32): u8 {
  return <u8>(a == b);
}

export function equal_u(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep);
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep);
    let to = p.output + <usize>(row * p.inner + at) * 1;
    for (let i = 0; i < count; ++i) {
      store<u8>(to, ofequal_u(load<u8>(a), load<u8>(b)));
      a += p.aStep;
      b += p.bStep;
      to += 1;
    }
  }
}

// @ts-ignore: decorator
@inline
function ofequal_u(a: u8, b: u8): u8 {
  return <u8>(a == b);
}

export function notEqual_f(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep);
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep);
    let to = p.output + <usize>(row * p.inner + at) * 1;
    for (let i = 0; i < count; ++i) {
      store<u8>(to, ofnotEqual_f(load<f32>(a), load<f32>(b)));
      a += p.aStep;
      b += p.bStep;
      to += 1;
    }
  }
}

// @ts-ignore: decorator
@inline
function ofnotEqual_f(a: f32, b: f32): u8 {
  return <u8>(a != b);
}

export function notEqual_i(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep);
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep);
    let to = p.output + <usize>(row * p.inner + at) * 1;
    for (let i = 0; i < count; ++i) {
      store<u8>(to, ofnotEqual_i(load<i32>(a), load<i32>(b)));
      a += p.aStep;
      b += p.bStep;
      to += 1;
    }
  }
}

// @ts-ignore: decorator
@inline
function ofnotEqual_i(a: i32, b: i32): u8 {
  return <u8>(a != b);
}

export function notEqual_u(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep);
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep);
    let to = p.output + <usize>(row * p.inner + at) * 1;
    for (let i = 0; i < count; ++i) {
      store<u8>(to, ofnotEqual_u(load<u8>(a), load<u8>(b)));
      a += p.aStep;
      b += p.bStep;
      to += 1;
    }
  }
}

// @ts-ignore: decorator
@inline
function ofnotEqual_u(a: u8, b: u8): u8 {
  return <u8>(a != b);
}

export function greater_f(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep);
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep);
    let to = p.output + <usize>(row * p.inner + at) * 1;
    for (let i = 0; i < count; ++i) {
      store<u8>(to, ofgreater_f(load<f32>(a), load<f32>(b)));
      a += p.aStep;
      b += p.bStep;
      to += 1;
    }
  }
}

// @ts-ignore: decorator
@inline
function ofgreater_f(a: f32, b: f32): u8 {
  return <u8>(a > b);
}

export function greater_i(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep);
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep);
    let to = p.output + <usize>(row * p.inner + at) * 1;
    for (let i = 0; i < count; ++i) {
      store<u8>(to, ofgreater_i(load<i32>(a), load<i32>(b)));
      a += p.aStep;
      b += p.bStep;
      to += 1;
    }
  }
}

// @ts-ignore: decorator
@inline
function ofgreater_i(a: i32, b: i32): u8 {
  return <u8>(a > b);
}

export function greater_u(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep);
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep);
    let to = p.output + <usize>(row * p.inner + at) * 1;
    for (let i = 0; i < count; ++i) {
      store<u8>(to, ofgreater_u(load<u8>(a), load<u8>(b)));
      a += p.aStep;
      b += p.bStep;
      to += 1;
    }
  }
}

// @ts-ignore: decorator
@inline
function ofgreater_u(a: u8, b: u8): u8 {
  return <u8>(a > b);
}

export function greaterEqual_f(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep);
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep);
    let to = p.output + <usize>(row * p.inner + at) * 1;
    for (let i = 0; i < count; ++i) {
      store<u8>(to, ofgreaterEqual_f(load<f32>(a), load<f32>(b)));
      a += p.aStep;
      b += p.bStep;
      to += 1;
    }
  }
}

// @ts-ignore: decorator
@inline
function ofgreaterEqual_f(a: f32, b: f32): u8 {
  return <u8>(a >= b);
}

export function greaterEqual_i(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep);
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep);
    let to = p.output + <usize>(row * p.inner + at) * 1;
    for (let i = 0; i < count; ++i) {
      store<u8>(to, ofgreaterEqual_i(load<i32>(a), load<i32>(b)));
      a += p.aStep;
      b += p.bStep;
      to += 1;
    }
  }
}

// @ts-ignore: decorator
@inline
function ofgreaterEqual_i(a: i32, b: i32): u8 {
  return <u8>(a >= b);
}

export function greaterEqual_u(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep);
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep);
    let to = p.output + <usize>(row * p.inner + at) * 1;
    for (let i = 0; i < count; ++i) {
      store<u8>(to, ofgreaterEqual_u(load<u8>(a), load<u8>(b)));
      a += p.aStep;
      b += p.bStep;
      to += 1;
    }
  }
}

// @ts-ignore: decorator
@inline
function ofgreaterEqual_u(a: u8, b: u8): u8 {
  return <u8>(a >= b);
}

export function less_f(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep);
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep);
    let to = p.output + <usize>(row * p.inner + at) * 1;
    for (let i = 0; i < count; ++i) {
      store<u8>(to, ofless_f(load<f32>(a), load<f32>(b)));
      a += p.aStep;
      b += p.bStep;
      to += 1;
    }
  }
}

// @ts-ignore: decorator
@inline
function ofless_f(a: f32, b: f32): u8 {
  return <u8>(a < b);
}

export function less_i(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep);
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep);
    let to = p.output + <usize>(row * p.inner + at) * 1;
    for (let i = 0; i < count; ++i) {
      store<u8>(to, ofless_i(load<i32>(a), load<i32>(b)));
      a += p.aStep;
      b += p.bStep;
      to += 1;
    }
  }
}

// @ts-ignore: decorator
@inline
function ofless_i(a: i32, b: i32): u8 {
  return <u8>(a < b);
}

export function less_u(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep);
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep);
    let to = p.output + <usize>(row * p.inner + at) * 1;
    for (let i = 0; i < count; ++i) {
      store<u8>(to, ofless_u(load<u8>(a), load<u8>(b)));
      a += p.aStep;
      b += p.bStep;
      to += 1;
    }
  }
}

// @ts-ignore: decorator
@inline
function ofless_u(a: u8, b: u8): u8 {
  return <u8>(a < b);
}

export function lessEqual_f(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep);
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep);
    let to = p.output + <usize>(row * p.inner + at) * 1;
    for (let i = 0; i < count; ++i) {
      store<u8>(to, oflessEqual_f(load<f32>(a), load<f32>(b)));
      a += p.aStep;
      b += p.bStep;
      to += 1;
    }
  }
}

// @ts-ignore: decorator
@inline
function oflessEqual_f(a: f32, b: f32): u8 {
  return <u8>(a <= b);
}

export function lessEqual_i(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep);
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep);
    let to = p.output + <usize>(row * p.inner + at) * 1;
    for (let i = 0; i < count; ++i) {
      store<u8>(to, oflessEqual_i(load<i32>(a), load<i32>(b)));
      a += p.aStep;
      b += p.bStep;
      to += 1;
    }
  }
}

// @ts-ignore: decorator
@inline
function oflessEqual_i(a: i32, b: i32): u8 {
  return <u8>(a <= b);
}

export function lessEqual_u(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep);
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep);
    let to = p.output + <usize>(row * p.inner + at) * 1;
    for (let i = 0; i < count; ++i) {
      store<u8>(to, oflessEqual_u(load<u8>(a), load<u8>(b)));
      a += p.aStep;
      b += p.bStep;
      to += 1;
    }
  }
}

// @ts-ignore: decorator
@inline
function oflessEqual_u(a: u8, b: u8): u8 {
  return <u8>(a <= b);
}

export function logicalAnd_u(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep);
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep);
    let to = p.output + <usize>(row * p.inner + at) * 1;
    for (let i = 0; i < count; ++i) {
      store<u8>(to, oflogicalAnd_u(load<u8>(a), load<u8>(b)));
      a += p.aStep;
      b += p.bStep;
      to += 1;
    }
  }
}

// @ts-ignore: decorator
@inline
function oflogicalAnd_u(a: u8, b: u8): u8 {
  return <u8>(a != 0 && b != 0);
}

export function logicalOr_u(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep);
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep);
    let to = p.output + <usize>(row * p.inner + at) * 1;
    for (let i = 0; i < count; ++i) {
      store<u8>(to, oflogicalOr_u(load<u8>(a), load<u8>(b)));
      a += p.aStep;
      b += p.bStep;
      to += 1;
    }
  }
}

// @ts-ignore: decorator
@inline
function oflogicalOr_u(a: u8, b: u8): u8 {
  return <u8>(a != 0 || b != 0);
}

export function logicalXor_u(p: BinaryParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep);
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep);
    let to = p.output + <usize>(row * p.inner + at) * 1;
    for (let i = 0; i < count; ++i) {
      store<u8>(to, oflogicalXor_u(load<u8>(a), load<u8>(b)));
      a += p.aStep;
      b += p.bStep;
      to += 1;
    }
  }
}

// @ts-ignore: decorator
@inline
function oflogicalXor_u(a: u8, b: u8): u8 {
  return <u8>((a != 0) != (b != 0));
}
