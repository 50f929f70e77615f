// Written by scripts/build-wasm.mjs.
import { multiplyAdd } from '../gemm/panel';

/** Of F(2, 3): 4 numbers of the input, one vector each; the pointers to them follow each other every `step` bytes. */
// @ts-ignore: decorator
@inline
export function inputBy2x3(pointers: usize, step: usize, shift: usize, to: usize, stride: usize): void {
  const x0 = v128.load(load<usize>(pointers) + shift);
  const x1 = v128.load(load<usize>(pointers + step) + shift);
  const x2 = v128.load(load<usize>(pointers + step * 2) + shift);
  const x3 = v128.load(load<usize>(pointers + step * 3) + shift);
  v128.store(to, f32x4.add(f32x4.mul(x0, f32x4.splat(-1)), x2));
  const e1 = x2;
  const o1 = x1;
  v128.store(to + stride, f32x4.add(e1, o1));
  v128.store(to + stride * 2, f32x4.sub(e1, o1));
  v128.store(to + stride * 3, f32x4.add(f32x4.mul(x1, f32x4.splat(-1)), x3));
}

/** The same of numbers that lie every `fromStride` bytes. */
// @ts-ignore: decorator
@inline
export function transformBy2x3(from: usize, fromStride: usize, to: usize, stride: usize): void {
  const x0 = v128.load(from);
  const x1 = v128.load(from + fromStride);
  const x2 = v128.load(from + fromStride * 2);
  const x3 = v128.load(from + fromStride * 3);
  v128.store(to, f32x4.add(f32x4.mul(x0, f32x4.splat(-1)), x2));
  const e1 = x2;
  const o1 = x1;
  v128.store(to + stride, f32x4.add(e1, o1));
  v128.store(to + stride * 2, f32x4.sub(e1, o1));
  v128.store(to + stride * 3, f32x4.add(f32x4.mul(x1, f32x4.splat(-1)), x3));
}

/** Of F(2, 3): 2 numbers of the output from 4 products that lie every `fromStride` bytes. */
// @ts-ignore: decorator
@inline
export function outputBy2x3(from: usize, fromStride: usize, to: usize, stride: usize): void {
  const x0 = v128.load(from);
  const x1 = v128.load(from + fromStride);
  const x2 = v128.load(from + fromStride * 2);
  const x3 = v128.load(from + fromStride * 3);
  const s1 = f32x4.add(x1, x2);
  const d1 = f32x4.sub(x1, x2);
  v128.store(to, f32x4.add(x0, s1));
  v128.store(to + stride, f32x4.add(d1, x3));
}

/** Of F(2, 3): the numbers by which the `i`-th of 4 products of the filter is made of its 3 taps. */
export function filterBy2x3(i: i32, tap: i32): f64 {
  switch (i * 3 + tap) {
    case 0: return -1;
    case 3: return 0.5;
    case 4: return 0.5;
    case 5: return 0.5;
    case 6: return 0.5;
    case 7: return -0.5;
    case 8: return 0.5;
    case 11: return 1;
    default: return 0;
  }
}

/** Of F(4, 3): 6 numbers of the input, one vector each; the pointers to them follow each other every `step` bytes. */
// @ts-ignore: decorator
@inline
export function inputBy4x3(pointers: usize, step: usize, shift: usize, to: usize, stride: usize): void {
  const x0 = v128.load(load<usize>(pointers) + shift);
  const x1 = v128.load(load<usize>(pointers + step) + shift);
  const x2 = v128.load(load<usize>(pointers + step * 2) + shift);
  const x3 = v128.load(load<usize>(pointers + step * 3) + shift);
  const x4 = v128.load(load<usize>(pointers + step * 4) + shift);
  const x5 = v128.load(load<usize>(pointers + step * 5) + shift);
  v128.store(to, f32x4.add(multiplyAdd(x2, f32x4.splat(-5), f32x4.mul(x0, f32x4.splat(4))), x4));
  const e1 = f32x4.add(f32x4.mul(x2, f32x4.splat(-4)), x4);
  const o1 = f32x4.add(f32x4.mul(x1, f32x4.splat(-4)), x3);
  v128.store(to + stride, f32x4.add(e1, o1));
  v128.store(to + stride * 2, f32x4.sub(e1, o1));
  const e3 = f32x4.add(f32x4.mul(x2, f32x4.splat(-1)), x4);
  const o3 = multiplyAdd(x3, f32x4.splat(2), f32x4.mul(x1, f32x4.splat(-2)));
  v128.store(to + stride * 3, f32x4.add(e3, o3));
  v128.store(to + stride * 4, f32x4.sub(e3, o3));
  v128.store(to + stride * 5, f32x4.add(multiplyAdd(x3, f32x4.splat(-5), f32x4.mul(x1, f32x4.splat(4))), x5));
}

/** The same of numbers that lie every `fromStride` bytes. */
// @ts-ignore: decorator
@inline
export function transformBy4x3(from: usize, fromStride: usize, to: usize, stride: usize): void {
  const x0 = v128.load(from);
  const x1 = v128.load(from + fromStride);
  const x2 = v128.load(from + fromStride * 2);
  const x3 = v128.load(from + fromStride * 3);
  const x4 = v128.load(from + fromStride * 4);
  const x5 = v128.load(from + fromStride * 5);
  v128.store(to, f32x4.add(multiplyAdd(x2, f32x4.splat(-5), f32x4.mul(x0, f32x4.splat(4))), x4));
  const e1 = f32x4.add(f32x4.mul(x2, f32x4.splat(-4)), x4);
  const o1 = f32x4.add(f32x4.mul(x1, f32x4.splat(-4)), x3);
  v128.store(to + stride, f32x4.add(e1, o1));
  v128.store(to + stride * 2, f32x4.sub(e1, o1));
  const e3 = f32x4.add(f32x4.mul(x2, f32x4.splat(-1)), x4);
  const o3 = multiplyAdd(x3, f32x4.splat(2), f32x4.mul(x1, f32x4.splat(-2)));
  v128.store(to + stride * 3, f32x4.add(e3, o3));
  v128.store(to + stride * 4, f32x4.sub(e3, o3));
  v128.store(to + stride * 5, f32x4.add(multiplyAdd(x3, f32x4.splat(-5), f32x4.mul(x1, f32x4.splat(4))), x5));
}

/** Of F(4, 3): 4 numbers of the output from 6 products that lie every `fromStride` bytes. */
// @ts-ignore: decorator
@inline
export function outputBy4x3(from: usize, fromStride: usize, to: usize, stride: usize): void {
  const x0 = v128.load(from);
  const x1 = v128.load(from + fromStride);
  const x2 = v128.load(from + fromStride * 2);
  const x3 = v128.load(from + fromStride * 3);
  const x4 = v128.load(from + fromStride * 4);
  const x5 = v128.load(from + fromStride * 5);
  const s1 = f32x4.add(x1, x2);
  const d1 = f32x4.sub(x1, x2);
  const s3 = f32x4.add(x3, x4);
  const d3 = f32x4.sub(x3, x4);
  v128.store(to, f32x4.add(f32x4.add(x0, s1), s3));
  v128.store(to + stride, multiplyAdd(d3, f32x4.splat(2), d1));
  v128.store(to + stride * 2, multiplyAdd(s3, f32x4.splat(4), s1));
  v128.store(to + stride * 3, f32x4.add(multiplyAdd(d3, f32x4.splat(8), d1), x5));
}

/** Of F(4, 3): the numbers by which the `i`-th of 6 products of the filter is made of its 3 taps. */
export function filterBy4x3(i: i32, tap: i32): f64 {
  switch (i * 3 + tap) {
    case 0: return 0.25;
    case 3: return -0.16666666666666666;
    case 4: return -0.16666666666666666;
    case 5: return -0.16666666666666666;
    case 6: return -0.16666666666666666;
    case 7: return 0.16666666666666666;
    case 8: return -0.16666666666666666;
    case 9: return 0.041666666666666664;
    case 10: return 0.08333333333333333;
    case 11: return 0.16666666666666666;
    case 12: return 0.041666666666666664;
    case 13: return -0.08333333333333333;
    case 14: return 0.16666666666666666;
    case 17: return 1;
    default: return 0;
  }
}

/** Of F(2, 5): 6 numbers of the input, one vector each; the pointers to them follow each other every `step` bytes. */
// @ts-ignore: decorator
@inline
export function inputBy2x5(pointers: usize, step: usize, shift: usize, to: usize, stride: usize): void {
  const x0 = v128.load(load<usize>(pointers) + shift);
  const x1 = v128.load(load<usize>(pointers + step) + shift);
  const x2 = v128.load(load<usize>(pointers + step * 2) + shift);
  const x3 = v128.load(load<usize>(pointers + step * 3) + shift);
  const x4 = v128.load(load<usize>(pointers + step * 4) + shift);
  const x5 = v128.load(load<usize>(pointers + step * 5) + shift);
  v128.store(to, f32x4.add(multiplyAdd(x2, f32x4.splat(-5), f32x4.mul(x0, f32x4.splat(4))), x4));
  const e1 = f32x4.add(f32x4.mul(x2, f32x4.splat(-4)), x4);
  const o1 = f32x4.add(f32x4.mul(x1, f32x4.splat(-4)), x3);
  v128.store(to + stride, f32x4.add(e1, o1));
  v128.store(to + stride * 2, f32x4.sub(e1, o1));
  const e3 = f32x4.add(f32x4.mul(x2, f32x4.splat(-1)), x4);
  const o3 = multiplyAdd(x3, f32x4.splat(2), f32x4.mul(x1, f32x4.splat(-2)));
  v128.store(to + stride * 3, f32x4.add(e3, o3));
  v128.store(to + stride * 4, f32x4.sub(e3, o3));
  v128.store(to + stride * 5, f32x4.add(multiplyAdd(x3, f32x4.splat(-5), f32x4.mul(x1, f32x4.splat(4))), x5));
}

/** The same of numbers that lie every `fromStride` bytes. */
// @ts-ignore: decorator
@inline
export function transformBy2x5(from: usize, fromStride: usize, to: usize, stride: usize): void {
  const x0 = v128.load(from);
  const x1 = v128.load(from + fromStride);
  const x2 = v128.load(from + fromStride * 2);
  const x3 = v128.load(from + fromStride * 3);
  const x4 = v128.load(from + fromStride * 4);
  const x5 = v128.load(from + fromStride * 5);
  v128.store(to, f32x4.add(multiplyAdd(x2, f32x4.splat(-5), f32x4.mul(x0, f32x4.splat(4))), x4));
  const e1 = f32x4.add(f32x4.mul(x2, f32x4.splat(-4)), x4);
  const o1 = f32x4.add(f32x4.mul(x1, f32x4.splat(-4)), x3);
  v128.store(to + stride, f32x4.add(e1, o1));
  v128.store(to + stride * 2, f32x4.sub(e1, o1));
  const e3 = f32x4.add(f32x4.mul(x2, f32x4.splat(-1)), x4);
  const o3 = multiplyAdd(x3, f32x4.splat(2), f32x4.mul(x1, f32x4.splat(-2)));
  v128.store(to + stride * 3, f32x4.add(e3, o3));
  v128.store(to + stride * 4, f32x4.sub(e3, o3));
  v128.store(to + stride * 5, f32x4.add(multiplyAdd(x3, f32x4.splat(-5), f32x4.mul(x1, f32x4.splat(4))), x5));
}

/** Of F(2, 5): 2 numbers of the output from 6 products that lie every `fromStride` bytes. */
// @ts-ignore: decorator
@inline
export function outputBy2x5(from: usize, fromStride: usize, to: usize, stride: usize): void {
  const x0 = v128.load(from);
  const x1 = v128.load(from + fromStride);
  const x2 = v128.load(from + fromStride * 2);
  const x3 = v128.load(from + fromStride * 3);
  const x4 = v128.load(from + fromStride * 4);
  const x5 = v128.load(from + fromStride * 5);
  const s1 = f32x4.add(x1, x2);
  const d1 = f32x4.sub(x1, x2);
  const s3 = f32x4.add(x3, x4);
  const d3 = f32x4.sub(x3, x4);
  v128.store(to, f32x4.add(f32x4.add(x0, s1), s3));
  v128.store(to + stride, f32x4.add(multiplyAdd(d3, f32x4.splat(2), d1), x5));
}

/** Of F(2, 5): the numbers by which the `i`-th of 6 products of the filter is made of its 5 taps. */
export function filterBy2x5(i: i32, tap: i32): f64 {
  switch (i * 5 + tap) {
    case 0: return 0.25;
    case 5: return -0.16666666666666666;
    case 6: return -0.16666666666666666;
    case 7: return -0.16666666666666666;
    case 8: return -0.16666666666666666;
    case 9: return -0.16666666666666666;
    case 10: return -0.16666666666666666;
    case 11: return 0.16666666666666666;
    case 12: return -0.16666666666666666;
    case 13: return 0.16666666666666666;
    case 14: return -0.16666666666666666;
    case 15: return 0.041666666666666664;
    case 16: return 0.08333333333333333;
    case 17: return 0.16666666666666666;
    case 18: return 0.3333333333333333;
    case 19: return 0.6666666666666666;
    case 20: return 0.041666666666666664;
    case 21: return -0.08333333333333333;
    case 22: return 0.16666666666666666;
    case 23: return -0.3333333333333333;
    case 24: return 0.6666666666666666;
    case 29: return 1;
    default: return 0;
  }
}

/** Of F(4, 5): 8 numbers of the input, one vector each; the pointers to them follow each other every `step` bytes. */
// @ts-ignore: decorator
@inline
export function inputBy4x5(pointers: usize, step: usize, shift: usize, to: usize, stride: usize): void {
  const x0 = v128.load(load<usize>(pointers) + shift);
  const x1 = v128.load(load<usize>(pointers + step) + shift);
  const x2 = v128.load(load<usize>(pointers + step * 2) + shift);
  const x3 = v128.load(load<usize>(pointers + step * 3) + shift);
  const x4 = v128.load(load<usize>(pointers + step * 4) + shift);
  const x5 = v128.load(load<usize>(pointers + step * 5) + shift);
  const x6 = v128.load(load<usize>(pointers + step * 6) + shift);
  const x7 = v128.load(load<usize>(pointers + step * 7) + shift);
  v128.store(to, f32x4.add(multiplyAdd(x4, f32x4.splat(-5.25), multiplyAdd(x2, f32x4.splat(5.25), f32x4.mul(x0, f32x4.splat(-1)))), x6));
  const e1 = f32x4.add(multiplyAdd(x4, f32x4.splat(-4.25), x2), x6);
  const o1 = f32x4.add(multiplyAdd(x3, f32x4.splat(-4.25), x1), x5);
  v128.store(to + stride, f32x4.add(e1, o1));
  v128.store(to + stride * 2, f32x4.sub(e1, o1));
  const e3 = f32x4.add(multiplyAdd(x4, f32x4.splat(-1.25), f32x4.mul(x2, f32x4.splat(0.25))), x6);
  const o3 = multiplyAdd(x5, f32x4.splat(2), multiplyAdd(x3, f32x4.splat(-2.5), f32x4.mul(x1, f32x4.splat(0.5))));
  v128.store(to + stride * 3, f32x4.add(e3, o3));
  v128.store(to + stride * 4, f32x4.sub(e3, o3));
  const e5 = f32x4.add(multiplyAdd(x4, f32x4.splat(-5), f32x4.mul(x2, f32x4.splat(4))), x6);
  const o5 = multiplyAdd(x5, f32x4.splat(0.5), multiplyAdd(x3, f32x4.splat(-2.5), f32x4.mul(x1, f32x4.splat(2))));
  v128.store(to + stride * 5, f32x4.add(e5, o5));
  v128.store(to + stride * 6, f32x4.sub(e5, o5));
  v128.store(to + stride * 7, f32x4.add(multiplyAdd(x5, f32x4.splat(-5.25), multiplyAdd(x3, f32x4.splat(5.25), f32x4.mul(x1, f32x4.splat(-1)))), x7));
}

/** The same of numbers that lie every `fromStride` bytes. */
// @ts-ignore: decorator
@inline
export function transformBy4x5(from: usize, fromStride: usize, to: usize, stride: usize): void {
  const x0 = v128.load(from);
  const x1 = v128.load(from + fromStride);
  const x2 = v128.load(from + fromStride * 2);
  const x3 = v128.load(from + fromStride * 3);
  const x4 = v128.load(from + fromStride * 4);
  const x5 = v128.load(from + fromStride * 5);
  const x6 = v128.load(from + fromStride * 6);
  const x7 = v128.load(from + fromStride * 7);
  v128.store(to, f32x4.add(multiplyAdd(x4, f32x4.splat(-5.25), multiplyAdd(x2, f32x4.splat(5.25), f32x4.mul(x0, f32x4.splat(-1)))), x6));
  const e1 = f32x4.add(multiplyAdd(x4, f32x4.splat(-4.25), x2), x6);
  const o1 = f32x4.add(multiplyAdd(x3, f32x4.splat(-4.25), x1), x5);
  v128.store(to + stride, f32x4.add(e1, o1));
  v128.store(to + stride * 2, f32x4.sub(e1, o1));
  const e3 = f32x4.add(multiplyAdd(x4, f32x4.splat(-1.25), f32x4.mul(x2, f32x4.splat(0.25))), x6);
  const o3 = multiplyAdd(x5, f32x4.splat(2), multiplyAdd(x3, f32x4.splat(-2.5), f32x4.mul(x1, f32x4.splat(0.5))));
  v128.store(to + stride * 3, f32x4.add(e3, o3));
  v128.store(to + stride * 4, f32x4.sub(e3, o3));
  const e5 = f32x4.add(multiplyAdd(x4, f32x4.splat(-5), f32x4.mul(x2, f32x4.splat(4))), x6);
  const o5 = multiplyAdd(x5, f32x4.splat(0.5), multiplyAdd(x3, f32x4.splat(-2.5), f32x4.mul(x1, f32x4.splat(2))));
  v128.store(to + stride * 5, f32x4.add(e5, o5));
  v128.store(to + stride * 6, f32x4.sub(e5, o5));
  v128.store(to + stride * 7, f32x4.add(multiplyAdd(x5, f32x4.splat(-5.25), multiplyAdd(x3, f32x4.splat(5.25), f32x4.mul(x1, f32x4.splat(-1)))), x7));
}

/** Of F(4, 5): 4 numbers of the output from 8 products that lie every `fromStride` bytes. */
// @ts-ignore: decorator
@inline
export function outputBy4x5(from: usize, fromStride: usize, to: usize, stride: usize): void {
  const x0 = v128.load(from);
  const x1 = v128.load(from + fromStride);
  const x2 = v128.load(from + fromStride * 2);
  const x3 = v128.load(from + fromStride * 3);
  const x4 = v128.load(from + fromStride * 4);
  const x5 = v128.load(from + fromStride * 5);
  const x6 = v128.load(from + fromStride * 6);
  const x7 = v128.load(from + fromStride * 7);
  const s1 = f32x4.add(x1, x2);
  const d1 = f32x4.sub(x1, x2);
  const s3 = f32x4.add(x3, x4);
  const d3 = f32x4.sub(x3, x4);
  const s5 = f32x4.add(x5, x6);
  const d5 = f32x4.sub(x5, x6);
  v128.store(to, f32x4.add(f32x4.add(f32x4.add(x0, s1), s3), s5));
  v128.store(to + stride, multiplyAdd(d5, f32x4.splat(0.5), multiplyAdd(d3, f32x4.splat(2), d1)));
  v128.store(to + stride * 2, multiplyAdd(s5, f32x4.splat(0.25), multiplyAdd(s3, f32x4.splat(4), s1)));
  v128.store(to + stride * 3, f32x4.add(multiplyAdd(d5, f32x4.splat(0.125), multiplyAdd(d3, f32x4.splat(8), d1)), x7));
}

/** Of F(4, 5): the numbers by which the `i`-th of 8 products of the filter is made of its 5 taps. */
export function filterBy4x5(i: i32, tap: i32): f64 {
  switch (i * 5 + tap) {
    case 0: return -1;
    case 5: return -0.2222222222222222;
    case 6: return -0.2222222222222222;
    case 7: return -0.2222222222222222;
    case 8: return -0.2222222222222222;
    case 9: return -0.2222222222222222;
    case 10: return -0.2222222222222222;
    case 11: return 0.2222222222222222;
    case 12: return -0.2222222222222222;
    case 13: return 0.2222222222222222;
    case 14: return -0.2222222222222222;
    case 15: return 0.011111111111111112;
    case 16: return 0.022222222222222223;
    case 17: return 0.044444444444444446;
    case 18: return 0.08888888888888889;
    case 19: return 0.17777777777777778;
    case 20: return 0.011111111111111112;
    case 21: return -0.022222222222222223;
    case 22: return 0.044444444444444446;
    case 23: return -0.08888888888888889;
    case 24: return 0.17777777777777778;
    case 25: return 0.7111111111111111;
    case 26: return 0.35555555555555557;
    case 27: return 0.17777777777777778;
    case 28: return 0.08888888888888889;
    case 29: return 0.044444444444444446;
    case 30: return 0.7111111111111111;
    case 31: return -0.35555555555555557;
    case 32: return 0.17777777777777778;
    case 33: return -0.08888888888888889;
    case 34: return 0.044444444444444446;
    case 39: return 1;
    default: return 0;
  }
}

/** Of F(4, 7): 10 numbers of the input, one vector each; the pointers to them follow each other every `step` bytes. */
// @ts-ignore: decorator
@inline
export function inputBy4x7(pointers: usize, step: usize, shift: usize, to: usize, stride: usize): void {
  const x0 = v128.load(load<usize>(pointers) + shift);
  const x1 = v128.load(load<usize>(pointers + step) + shift);
  const x2 = v128.load(load<usize>(pointers + step * 2) + shift);
  const x3 = v128.load(load<usize>(pointers + step * 3) + shift);
  const x4 = v128.load(load<usize>(pointers + step * 4) + shift);
  const x5 = v128.load(load<usize>(pointers + step * 5) + shift);
  const x6 = v128.load(load<usize>(pointers + step * 6) + shift);
  const x7 = v128.load(load<usize>(pointers + step * 7) + shift);
  const x8 = v128.load(load<usize>(pointers + step * 8) + shift);
  const x9 = v128.load(load<usize>(pointers + step * 9) + shift);
  v128.store(to, f32x4.add(multiplyAdd(x6, f32x4.splat(-7.5), multiplyAdd(x4, f32x4.splat(17.0625), multiplyAdd(x2, f32x4.splat(-12.8125), f32x4.mul(x0, f32x4.splat(2.25))))), x8));
  const e1 = f32x4.add(multiplyAdd(x6, f32x4.splat(-6.5), multiplyAdd(x4, f32x4.splat(10.5625), f32x4.mul(x2, f32x4.splat(-2.25)))), x8);
  const o1 = f32x4.add(multiplyAdd(x5, f32x4.splat(-6.5), multiplyAdd(x3, f32x4.splat(10.5625), f32x4.mul(x1, f32x4.splat(-2.25)))), x7);
  v128.store(to + stride, f32x4.add(e1, o1));
  v128.store(to + stride * 2, f32x4.sub(e1, o1));
  const e3 = f32x4.add(multiplyAdd(x6, f32x4.splat(-3.5), multiplyAdd(x4, f32x4.splat(3.0625), f32x4.mul(x2, f32x4.splat(-0.5625)))), x8);
  const o3 = multiplyAdd(x7, f32x4.splat(2), multiplyAdd(x5, f32x4.splat(-7), multiplyAdd(x3, f32x4.splat(6.125), f32x4.mul(x1, f32x4.splat(-1.125)))));
  v128.store(to + stride * 3, f32x4.add(e3, o3));
  v128.store(to + stride * 4, f32x4.sub(e3, o3));
  const e5 = f32x4.add(multiplyAdd(x6, f32x4.splat(-7.25), multiplyAdd(x4, f32x4.splat(15.25), f32x4.mul(x2, f32x4.splat(-9)))), x8);
  const o5 = multiplyAdd(x7, f32x4.splat(0.5), multiplyAdd(x5, f32x4.splat(-3.625), multiplyAdd(x3, f32x4.splat(7.625), f32x4.mul(x1, f32x4.splat(-4.5)))));
  v128.store(to + stride * 5, f32x4.add(e5, o5));
  v128.store(to + stride * 6, f32x4.sub(e5, o5));
  const e7 = f32x4.add(multiplyAdd(x6, f32x4.splat(-5.25), multiplyAdd(x4, f32x4.splat(5.25), f32x4.mul(x2, f32x4.splat(-1)))), x8);
  const o7 = multiplyAdd(x7, f32x4.splat(1.5), multiplyAdd(x5, f32x4.splat(-7.875), multiplyAdd(x3, f32x4.splat(7.875), f32x4.mul(x1, f32x4.splat(-1.5)))));
  v128.store(to + stride * 7, f32x4.add(e7, o7));
  v128.store(to + stride * 8, f32x4.sub(e7, o7));
  v128.store(to + stride * 9, f32x4.add(multiplyAdd(x7, f32x4.splat(-7.5), multiplyAdd(x5, f32x4.splat(17.0625), multiplyAdd(x3, f32x4.splat(-12.8125), f32x4.mul(x1, f32x4.splat(2.25))))), x9));
}

/** The same of numbers that lie every `fromStride` bytes. */
// @ts-ignore: decorator
@inline
export function transformBy4x7(from: usize, fromStride: usize, to: usize, stride: usize): void {
  const x0 = v128.load(from);
  const x1 = v128.load(from + fromStride);
  const x2 = v128.load(from + fromStride * 2);
  const x3 = v128.load(from + fromStride * 3);
  const x4 = v128.load(from + fromStride * 4);
  const x5 = v128.load(from + fromStride * 5);
  const x6 = v128.load(from + fromStride * 6);
  const x7 = v128.load(from + fromStride * 7);
  const x8 = v128.load(from + fromStride * 8);
  const x9 = v128.load(from + fromStride * 9);
  v128.store(to, f32x4.add(multiplyAdd(x6, f32x4.splat(-7.5), multiplyAdd(x4, f32x4.splat(17.0625), multiplyAdd(x2, f32x4.splat(-12.8125), f32x4.mul(x0, f32x4.splat(2.25))))), x8));
  const e1 = f32x4.add(multiplyAdd(x6, f32x4.splat(-6.5), multiplyAdd(x4, f32x4.splat(10.5625), f32x4.mul(x2, f32x4.splat(-2.25)))), x8);
  const o1 = f32x4.add(multiplyAdd(x5, f32x4.splat(-6.5), multiplyAdd(x3, f32x4.splat(10.5625), f32x4.mul(x1, f32x4.splat(-2.25)))), x7);
  v128.store(to + stride, f32x4.add(e1, o1));
  v128.store(to + stride * 2, f32x4.sub(e1, o1));
  const e3 = f32x4.add(multiplyAdd(x6, f32x4.splat(-3.5), multiplyAdd(x4, f32x4.splat(3.0625), f32x4.mul(x2, f32x4.splat(-0.5625)))), x8);
  const o3 = multiplyAdd(x7, f32x4.splat(2), multiplyAdd(x5, f32x4.splat(-7), multiplyAdd(x3, f32x4.splat(6.125), f32x4.mul(x1, f32x4.splat(-1.125)))));
  v128.store(to + stride * 3, f32x4.add(e3, o3));
  v128.store(to + stride * 4, f32x4.sub(e3, o3));
  const e5 = f32x4.add(multiplyAdd(x6, f32x4.splat(-7.25), multiplyAdd(x4, f32x4.splat(15.25), f32x4.mul(x2, f32x4.splat(-9)))), x8);
  const o5 = multiplyAdd(x7, f32x4.splat(0.5), multiplyAdd(x5, f32x4.splat(-3.625), multiplyAdd(x3, f32x4.splat(7.625), f32x4.mul(x1, f32x4.splat(-4.5)))));
  v128.store(to + stride * 5, f32x4.add(e5, o5));
  v128.store(to + stride * 6, f32x4.sub(e5, o5));
  const e7 = f32x4.add(multiplyAdd(x6, f32x4.splat(-5.25), multiplyAdd(x4, f32x4.splat(5.25), f32x4.mul(x2, f32x4.splat(-1)))), x8);
  const o7 = multiplyAdd(x7, f32x4.splat(1.5), multiplyAdd(x5, f32x4.splat(-7.875), multiplyAdd(x3, f32x4.splat(7.875), f32x4.mul(x1, f32x4.splat(-1.5)))));
  v128.store(to + stride * 7, f32x4.add(e7, o7));
  v128.store(to + stride * 8, f32x4.sub(e7, o7));
  v128.store(to + stride * 9, f32x4.add(multiplyAdd(x7, f32x4.splat(-7.5), multiplyAdd(x5, f32x4.splat(17.0625), multiplyAdd(x3, f32x4.splat(-12.8125), f32x4.mul(x1, f32x4.splat(2.25))))), x9));
}

/** Of F(4, 7): 4 numbers of the output from 10 products that lie every `fromStride` bytes. */
// @ts-ignore: decorator
@inline
export function outputBy4x7(from: usize, fromStride: usize, to: usize, stride: usize): void {
  const x0 = v128.load(from);
  const x1 = v128.load(from + fromStride);
  const x2 = v128.load(from + fromStride * 2);
  const x3 = v128.load(from + fromStride * 3);
  const x4 = v128.load(from + fromStride * 4);
  const x5 = v128.load(from + fromStride * 5);
  const x6 = v128.load(from + fromStride * 6);
  const x7 = v128.load(from + fromStride * 7);
  const x8 = v128.load(from + fromStride * 8);
  const x9 = v128.load(from + fromStride * 9);
  const s1 = f32x4.add(x1, x2);
  const d1 = f32x4.sub(x1, x2);
  const s3 = f32x4.add(x3, x4);
  const d3 = f32x4.sub(x3, x4);
  const s5 = f32x4.add(x5, x6);
  const d5 = f32x4.sub(x5, x6);
  const s7 = f32x4.add(x7, x8);
  const d7 = f32x4.sub(x7, x8);
  v128.store(to, f32x4.add(f32x4.add(f32x4.add(f32x4.add(x0, s1), s3), s5), s7));
  v128.store(to + stride, multiplyAdd(d7, f32x4.splat(1.5), multiplyAdd(d5, f32x4.splat(0.5), multiplyAdd(d3, f32x4.splat(2), d1))));
  v128.store(to + stride * 2, multiplyAdd(s7, f32x4.splat(2.25), multiplyAdd(s5, f32x4.splat(0.25), multiplyAdd(s3, f32x4.splat(4), s1))));
  v128.store(to + stride * 3, f32x4.add(multiplyAdd(d7, f32x4.splat(3.375), multiplyAdd(d5, f32x4.splat(0.125), multiplyAdd(d3, f32x4.splat(8), d1))), x9));
}

/** Of F(4, 7): the numbers by which the `i`-th of 10 products of the filter is made of its 7 taps. */
export function filterBy4x7(i: i32, tap: i32): f64 {
  switch (i * 7 + tap) {
    case 0: return 0.4444444444444444;
    case 7: return 0.17777777777777778;
    case 8: return 0.17777777777777778;
    case 9: return 0.17777777777777778;
    case 10: return 0.17777777777777778;
    case 11: return 0.17777777777777778;
    case 12: return 0.17777777777777778;
    case 13: return 0.17777777777777778;
    case 14: return 0.17777777777777778;
    case 15: return -0.17777777777777778;
    case 16: return 0.17777777777777778;
    case 17: return -0.17777777777777778;
    case 18: return 0.17777777777777778;
    case 19: return -0.17777777777777778;
    case 20: return 0.17777777777777778;
    case 21: return 0.006349206349206349;
    case 22: return 0.012698412698412698;
    case 23: return 0.025396825396825397;
    case 24: return 0.050793650793650794;
    case 25: return 0.10158730158730159;
    case 26: return 0.20317460317460317;
    case 27: return 0.40634920634920635;
    case 28: return 0.006349206349206349;
    case 29: return -0.012698412698412698;
    case 30: return 0.025396825396825397;
    case 31: return -0.050793650793650794;
    case 32: return 0.10158730158730159;
    case 33: return -0.20317460317460317;
    case 34: return 0.40634920634920635;
    case 35: return -0.35555555555555557;
    case 36: return -0.17777777777777778;
    case 37: return -0.08888888888888889;
    case 38: return -0.044444444444444446;
    case 39: return -0.022222222222222223;
    case 40: return -0.011111111111111112;
    case 41: return -0.005555555555555556;
    case 42: return -0.35555555555555557;
    case 43: return 0.17777777777777778;
    case 44: return -0.08888888888888889;
    case 45: return 0.044444444444444446;
    case 46: return -0.022222222222222223;
    case 47: return 0.011111111111111112;
    case 48: return -0.005555555555555556;
    case 49: return -0.050793650793650794;
    case 50: return -0.0761904761904762;
    case 51: return -0.11428571428571428;
    case 52: return -0.17142857142857143;
    case 53: return -0.2571428571428571;
    case 54: return -0.38571428571428573;
    case 55: return -0.5785714285714286;
    case 56: return -0.050793650793650794;
    case 57: return 0.0761904761904762;
    case 58: return -0.11428571428571428;
    case 59: return 0.17142857142857143;
    case 60: return -0.2571428571428571;
    case 61: return 0.38571428571428573;
    case 62: return -0.5785714285714286;
    case 69: return 1;
    default: return 0;
  }
}
