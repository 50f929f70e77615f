import { multiplyAdd } from '../gemm/panel';
import { exp } from './exp';

/**
 * The error function. Near 0 by its series; elsewhere 1 - t p(t) e^-x^2 with t = 1 / (1 + 0.3275911 |x|) and the polynomial of
 * Abramowitz and Stegun, 7.1.26, whose error is at most 1.5e-7: some units in the last place of results near 1.
 */
export function erf(x: v128): v128 {
  const a = f32x4.abs(x);
  const one = f32x4.splat(1);
  const t = f32x4.div(one, multiplyAdd(f32x4.splat(0.3275911), a, one));
  let p = multiplyAdd(f32x4.splat(1.061405429), t, f32x4.splat(-1.453152027));
  p = multiplyAdd(p, t, f32x4.splat(1.421413741));
  p = multiplyAdd(p, t, f32x4.splat(-0.284496736));
  p = multiplyAdd(p, t, f32x4.splat(0.254829592));
  const square = f32x4.mul(x, x);
  const far = f32x4.sub(one, f32x4.mul(f32x4.mul(p, t), exp(f32x4.neg(square))));
  // 2/sqrt(pi) (x - x^3/3 + x^5/10 - x^7/42 + x^9/216 - x^11/1320 + x^13/9360 - x^15/75600 + x^17/685440)
  let q = multiplyAdd(f32x4.splat(<f32>(1.0 / 685440)), square, f32x4.splat(<f32>(-1.0 / 75600)));
  q = multiplyAdd(q, square, f32x4.splat(<f32>(1.0 / 9360)));
  q = multiplyAdd(q, square, f32x4.splat(<f32>(-1.0 / 1320)));
  q = multiplyAdd(q, square, f32x4.splat(<f32>(1.0 / 216)));
  q = multiplyAdd(q, square, f32x4.splat(<f32>(-1.0 / 42)));
  q = multiplyAdd(q, square, f32x4.splat(0.1));
  q = multiplyAdd(q, square, f32x4.splat(<f32>(-1.0 / 3)));
  const near = f32x4.mul(multiplyAdd(f32x4.mul(q, square), x, x), f32x4.splat(1.1283791670955126));
  const signed = v128.or(far, v128.and(x, f32x4.splat(-0.0)));
  const result = v128.bitselect(near, signed, f32x4.lt(a, f32x4.splat(0.9)));
  return v128.bitselect(result, x, f32x4.eq(x, x));
}
