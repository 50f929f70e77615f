import { multiplyAdd } from '../gemm/panel';
import { exp } from './exp';

/** 1 / (1 + e^-x), within 4 units in the last place. */
export function sigmoid(x: v128): v128 {
  const one = f32x4.splat(1);
  // From e^-|x|, which cannot overflow; where x is negative the quotient has it above.
  const e = exp(f32x4.neg(f32x4.abs(x)));
  const below = f32x4.div(one, f32x4.add(one, e));
  return v128.bitselect(f32x4.div(e, f32x4.add(one, e)), below, f32x4.lt(x, f32x4.splat(0)));
}

/** The hyperbolic tangent: a polynomial near 0, elsewhere by e^2x; within 4 units in the last place (Cephes' `tanhf`). */
export function tanh(x: v128): v128 {
  const a = f32x4.abs(x);
  const s = f32x4.mul(x, x);
  let p = multiplyAdd(f32x4.splat(-5.70498872745e-3), s, f32x4.splat(2.06390887954e-2));
  p = multiplyAdd(p, s, f32x4.splat(-5.37397155531e-2));
  p = multiplyAdd(p, s, f32x4.splat(1.33314422036e-1));
  p = multiplyAdd(p, s, f32x4.splat(-3.33332819422e-1));
  const near = multiplyAdd(f32x4.mul(p, s), x, x);
  const e = exp(f32x4.add(a, a));
  const far = f32x4.sub(f32x4.splat(1), f32x4.div(f32x4.splat(2), f32x4.add(e, f32x4.splat(1))));
  const signed = v128.or(far, v128.and(x, f32x4.splat(-0.0)));
  const result = v128.bitselect(near, signed, f32x4.lt(a, f32x4.splat(0.625)));
  return v128.bitselect(result, x, f32x4.eq(x, x));
}

/** x / (1 + e^-x). */
export function swish(x: v128): v128 {
  return f32x4.mul(x, sigmoid(x));
}

/** x times a sixth of x + 3, held between 0 and 1. */
export function hardSwish(x: v128): v128 {
  const gate = f32x4.pmin(f32x4.pmax(f32x4.add(x, f32x4.splat(3)), f32x4.splat(0)), f32x4.splat(6));
  return f32x4.mul(x, f32x4.mul(gate, f32x4.splat(<f32>(1.0 / 6.0))));
}
