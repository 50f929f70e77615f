import { multiplyAdd } from '../gemm/panel';
import { exp } from './exp';
import { log } from './log';

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

/** x where it is positive, elsewhere a multiple of e^x - 1. */
export function elu(x: v128, alpha: f32): v128 {
  return v128.bitselect(x, f32x4.mul(f32x4.splat(alpha), expm1(f32x4.pmin(x, f32x4.splat(0)))), f32x4.gt(x, f32x4.splat(0)));
}

/** e^x - 1 for x up to 0: a polynomial near 0, so that nothing is lost to the subtraction (the first terms of its series). */
function expm1(x: v128): v128 {
  let p = multiplyAdd(f32x4.splat(<f32>(1.0 / 5040)), x, f32x4.splat(<f32>(1.0 / 720)));
  p = multiplyAdd(p, x, f32x4.splat(<f32>(1.0 / 120)));
  p = multiplyAdd(p, x, f32x4.splat(<f32>(1.0 / 24)));
  p = multiplyAdd(p, x, f32x4.splat(<f32>(1.0 / 6)));
  p = multiplyAdd(p, x, f32x4.splat(0.5));
  const near = multiplyAdd(f32x4.mul(p, x), x, x);
  const far = f32x4.sub(exp(x), f32x4.splat(1));
  return v128.bitselect(near, far, f32x4.gt(x, f32x4.splat(-0.4)));
}

/** -1, 0 or 1; NaN for NaN. */
export function sign(x: v128): v128 {
  const one = f32x4.splat(1);
  const positive = v128.and(one, f32x4.gt(x, f32x4.splat(0)));
  const negative = v128.and(one, f32x4.lt(x, f32x4.splat(0)));
  return v128.bitselect(f32x4.sub(positive, negative), x, f32x4.eq(x, x));
}

/** log(1 + e^x), which is x where that is large. */
export function softplus(x: v128): v128 {
  // max(x, 0) + log1p(e^-|x|).
  const e = exp(f32x4.neg(f32x4.abs(x)));
  const sum = f32x4.add(f32x4.splat(1), e);
  // The rounding of 1 + e is made good: log1p(e) = log(s) + (e - (s - 1)) / s.
  const lost = f32x4.div(f32x4.sub(e, f32x4.sub(sum, f32x4.splat(1))), sum);
  return f32x4.add(f32x4.max(x, f32x4.splat(0)), f32x4.add(log(sum), lost));
}
