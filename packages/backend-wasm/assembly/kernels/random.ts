import { Context } from '../context';

/** Philox 4x32-10, as packages/graph-core/src/random.ts has it: the n-th number depends on the seed and on n alone. */
@unmanaged
export class RandomParams {
  /** Two int32 numbers. */
  seed: usize;
  output: usize;
  count: i32;
  /** The lower bound, or the mean. */
  first: f32;
  /** The upper bound, or the standard deviation. */
  second: f32;
}

// @ts-ignore: decorator
@inline
const WEYL_0: u32 = 0x9e3779b9;

/** The `word`-th of the four numbers of a block. */
function philox(block: u32, key0: u32, key1: u32, word: i32): u32 {
  let c0 = block, c1: u32 = 0, c2: u32 = 0, c3: u32 = 0;
  for (let round = 0; round < 10; ++round) {
    const p0 = <u64>0xd2511f53 * c0;
    const p1 = <u64>0xcd9e8d57 * c2;
    const n0 = <u32>(p1 >> 32) ^ c1 ^ key0;
    const n2 = <u32>(p0 >> 32) ^ c3 ^ key1;
    c1 = <u32>p1;
    c3 = <u32>p0;
    c0 = n0;
    c2 = n2;
    key0 += WEYL_0;
    key1 += 0xbb67ae85;
  }
  return word == 0 ? c0 : word == 1 ? c1 : word == 2 ? c2 : c3;
}

/** A number of 24 random bits in [0, 1). */
function unit(i: i32, key0: u32, key1: u32): f64 {
  return <f64>(philox(<u32>(i >> 2), key0, key1, i & 3) >> 8) / 16777216.0;
}

/** A number of the standard normal distribution, by Box and Muller's transform of a pair. */
function normal(i: i32, key0: u32, key1: u32): f32 {
  const pair = i & ~1;
  const radius = NativeMath.sqrt(-2.0 * NativeMath.log(1.0 - <f64><f32>unit(pair, key0, key1)));
  const angle = 2.0 * NativeMath.PI * <f64><f32>unit(pair + 1, key0, key1);
  return <f32>(radius * ((i & 1) == 0 ? NativeMath.cos(angle) : NativeMath.sin(angle)));
}

/** The largest number below another one. */
function below(x: f32): f32 {
  if (x == 0) return -1.401298464324817e-45;
  return reinterpret<f32>(reinterpret<i32>(x) + (x > 0 ? -1 : 1));
}

/** Numbers spread evenly over [first, second). A task is a number. */
export function randomUniform(p: RandomParams, begin: i32, end: i32, context: Context): void {
  const key0 = load<u32>(p.seed);
  const key1 = load<u32>(p.seed, 4);
  const width = <f64>p.second - <f64>p.first;
  for (let i = begin; i < end; ++i) {
    let x = <f32>(<f64>p.first + unit(i, key0, key1) * width);
    if (p.first < p.second && x >= p.second) x = below(p.second);
    store<f32>(p.output + (<usize>i << 2), x);
  }
}

/** Numbers of a normal distribution. A task is a number. */
export function randomNormal(p: RandomParams, begin: i32, end: i32, context: Context): void {
  const key0 = load<u32>(p.seed);
  const key1 = load<u32>(p.seed, 4);
  for (let i = begin; i < end; ++i) {
    store<f32>(p.output + (<usize>i << 2), <f32>(<f64>p.first + <f64>normal(i, key0, key1) * <f64>p.second));
  }
}

/** Numbers of a normal distribution cut at two standard deviations: those outside are drawn again. One task does it all. */
export function randomTruncatedNormal(p: RandomParams, begin: i32, end: i32, context: Context): void {
  const key0 = load<u32>(p.seed);
  const key1 = load<u32>(p.seed, 4);
  let filled = 0;
  for (let attempt: u32 = 0; filled < p.count; ++attempt) {
    const drawn = <i32>NativeMath.ceil(<f64>(p.count - filled) * 1.1) + 8;
    for (let i = 0; i < drawn && filled < p.count; ++i) {
      const x = normal(i, key0, key1 + attempt * WEYL_0);
      if (abs<f32>(x) > 2) continue;
      store<f32>(p.output + (<usize>filled << 2), <f32>(<f64>p.first + <f64>x * <f64>p.second));
      ++filled;
    }
  }
}
