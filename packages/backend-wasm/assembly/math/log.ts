import { multiplyAdd } from '../gemm/panel';

/**
 * The natural logarithm, within 2 units in the last place; -infinity for 0, NaN below.
 *
 * x = m 2^e with m between sqrt(1/2) and sqrt(2); a polynomial of degree 8 gives log m (Cephes' `logf`).
 */
export function log(x: v128): v128 {
  // Numbers below the normal ones are made larger before they are taken apart.
  const isSmall = f32x4.lt(x, f32x4.splat(1.17549435e-38));
  const scaled = v128.bitselect(f32x4.mul(x, f32x4.splat(8388608)), x, isSmall);
  let e = i32x4.sub(i32x4.shr_u(scaled, 23), v128.bitselect(i32x4.splat(126 + 23), i32x4.splat(126), isSmall));
  let m = v128.or(v128.and(scaled, i32x4.splat(0x007fffff)), i32x4.splat(0x3f000000));
  const isLow = f32x4.lt(m, f32x4.splat(0.707106781186547524));
  e = i32x4.add(e, isLow);
  m = f32x4.sub(f32x4.add(m, v128.and(m, isLow)), f32x4.splat(1));
  const z = f32x4.mul(m, m);
  let p = multiplyAdd(f32x4.splat(7.0376836292e-2), m, f32x4.splat(-1.1514610310e-1));
  p = multiplyAdd(p, m, f32x4.splat(1.1676998740e-1));
  p = multiplyAdd(p, m, f32x4.splat(-1.2420140846e-1));
  p = multiplyAdd(p, m, f32x4.splat(1.4249322787e-1));
  p = multiplyAdd(p, m, f32x4.splat(-1.6668057665e-1));
  p = multiplyAdd(p, m, f32x4.splat(2.0000714765e-1));
  p = multiplyAdd(p, m, f32x4.splat(-2.4999993993e-1));
  p = multiplyAdd(p, m, f32x4.splat(3.3333331174e-1));
  let y = f32x4.mul(f32x4.mul(p, m), z);
  const exponent = f32x4.convert_i32x4_s(e);
  y = multiplyAdd(exponent, f32x4.splat(-2.12194440e-4), y);
  y = f32x4.sub(y, f32x4.mul(z, f32x4.splat(0.5)));
  let result = f32x4.add(f32x4.add(m, y), f32x4.mul(exponent, f32x4.splat(0.693359375)));
  result = v128.bitselect(f32x4.splat(-Infinity), result, f32x4.eq(x, f32x4.splat(0)));
  result = v128.bitselect(x, result, f32x4.eq(x, f32x4.splat(Infinity)));
  return v128.bitselect(result, f32x4.splat(NaN), f32x4.ge(x, f32x4.splat(0)));
}
