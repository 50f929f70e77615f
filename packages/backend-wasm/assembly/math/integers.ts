/** Towards zero; NaN is 0, and what does not fit is the nearest that does. */
// @ts-ignore: decorator
@inline
export function toInteger(x: f32): i32 {
  return <i32>x;
}

/** Limits that may be fractions or infinite. */
export function clipInteger(x: i32, lower: f32, upper: f32): i32 {
  const wide = <f64>x;
  if (wide < <f64>lower) return <i32>lower;
  if (wide > <f64>upper) return <i32>upper;
  return x;
}

/** Rounds down, as Python does; 0 for a divisor of 0. */
export function integerFloorDivide(a: i32, b: i32): i32 {
  if (b == 0) return 0;
  if (b == -1) return -a;
  const quotient = a / b;
  return quotient * b != a && (a < 0) != (b < 0) ? quotient - 1 : quotient;
}

/** Has the sign of the divisor, as in Python; 0 for a divisor of 0. */
export function integerMod(a: i32, b: i32): i32 {
  if (b == 0 || b == -1) return 0;
  const rest = a % b;
  return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
}

/** Has the sign of the divisor, as in Python. */
export function floatMod(a: f32, b: f32): f32 {
  const rest = <f32>NativeMathf.mod(a, b);
  return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
}
