/**
 * What tiles have in common that go through a panel of eight columns: what convolutions and matrix products come down to.
 *
 * A row is a number of taps of `depth` numbers each, every tap at a pointer of its own, so that the cells under a window need
 * not lie side by side. The panel has the weights as `[taps * depth][8]`.
 */
@unmanaged
export class Panel {
  taps: i32;
  depth: i32;
  /** Bytes from one row of the output to the next. */
  outputStride: usize;
  residualStride: usize;
  lower: f32;
  upper: f32;
}

/** Multiplies and adds, rounding once where the machine can. */
// @ts-ignore: decorator
@inline
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(c, f32x4.mul(a, b));
}

/** Limits that let NaN through. */
// @ts-ignore: decorator
@inline
export function clamped(x: v128, lower: v128, upper: v128): v128 {
  return f32x4.pmin(f32x4.pmax(x, lower), upper);
}

/** Stores the first `count` (0 to 7) of eight numbers, and not one byte more. */
export function storePart(to: usize, low: v128, high: v128, count: i32): void {
  if (count & 4) {
    v128.store(to, low);
    low = high;
    to += 16;
  }
  if (count & 2) {
    v128.store64_lane(to, low, 0);
    low = v128.shuffle<i64>(low, low, 1, 1);
    to += 8;
  }
  if (count & 1) v128.store32_lane(to, low, 0);
}
