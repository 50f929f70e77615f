import { promoteTypes } from '../dtype.js';
import type { Value, ValueLike } from '../value.js';
import { add, atan2, bitwiseXor, divide, equal, floorDivide, greater, greaterEqual, less, logicalAnd, logicalOr, maximum, minimum, mod, multiply, power, subtract, where } from './binary.js';
import { cast } from './cast.js';
import { scan } from './control-flow.js';
import { full, onesLike, zerosLike } from './creation.js';
import { abs, ceil, erf, exp, floor, identity, isFinite, isInf, isNan, log, log1p, logicalNot, negative, sign, sin, sqrt, square } from './elementwise.js';
import { op } from './op.js';
import { asFloat, asType, dtypeOf, promoted } from './operands.js';

const isWhole = (x: ValueLike): boolean => dtypeOf(x) !== 'float32';

/** `|x|` as a float. Shape: that of `x`. */
export const fabs = op('fabs', (x: ValueLike): Value => abs(asFloat(x)), 'numpy.fabs(x)');

/** Cube root, of negative numbers too. Shape: that of `x`. */
export const cbrt = op('cbrt', (x: ValueLike): Value => multiply(sign(asFloat(x)), power(abs(asFloat(x)), 1 / 3)), 'numpy.cbrt(x)');

/** `2^x`. Shape: that of `x`. */
export const exp2 = op('exp2', (x: ValueLike): Value => power(2, asFloat(x)), 'numpy.exp2(x)');

/** Logarithm to base 2. Shape: that of `x`. */
export const log2 = op('log2', (x: ValueLike): Value => divide(log(x), Math.LN2), 'numpy.log2(x)');

/** Logarithm to base 10. Shape: that of `x`. */
export const log10 = op('log10', (x: ValueLike): Value => divide(log(x), Math.LN10), 'numpy.log10(x)');

/** Degrees to radians. Shape: that of `x`. */
export const deg2rad = op('deg2rad', (x: ValueLike): Value => multiply(asFloat(x), Math.PI / 180), 'numpy.deg2rad(x)');

/** Radians to degrees. Shape: that of `x`. */
export const rad2deg = op('rad2deg', (x: ValueLike): Value => multiply(asFloat(x), 180 / Math.PI), 'numpy.rad2deg(x)');

/** Cuts fractions towards zero. Shape: that of `x`. */
export const trunc = op('trunc', (x: ValueLike): Value => (isWhole(x) ? identity(x) : where(less(x, 0), ceil(x), floor(x))), 'numpy.trunc(x)');

/** `sin(pi x) / (pi x)`, 1 at 0. Shape: that of `x`. */
export const sinc = op('sinc', (x: ValueLike): Value => {
  const angle = multiply(asFloat(x), Math.PI);
  const isZero = equal(angle, 0);
  return where(isZero, 1, divide(sin(angle), where(isZero, 1, angle)));
}, 'numpy.sinc(x)');

/** Whether the sign is negative, that of -0 too. Shape: that of `x`. */
export const signbit = op('signbit', (x: ValueLike): Value =>
  isWhole(x) ? less(x, 0) : logicalOr(less(x, 0), logicalAnd(equal(x, 0), less(divide(1, x), 0))),
  'numpy.signbit(x)',
);

const LARGEST = 3.4028234663852886e38;

/** Replaces NaN and infinities by numbers; infinities by the largest float32 unless said otherwise. Shape: that of `x`. */
export const nanToNum = op(
  'nanToNum',
  (x: ValueLike, nan = 0, posinf: number | null = null, neginf: number | null = null): Value => {
    if (isWhole(x)) return identity(x);
    const known = where(isNan(x), nan, x);
    const below = where(equal(known, Infinity), posinf ?? LARGEST, known);
    return where(equal(below, -Infinity), neginf ?? -LARGEST, below);
  },
  'numpy.nan_to_num(x, nan*, posinf*, neginf*)',
);

/** Coefficients of Abramowitz and Stegun, Handbook of Mathematical Functions, 9.8.1 and 9.8.2. */
const NEAR = [1, 3.5156229, 3.0899424, 1.2067492, 0.2659732, 0.0360768, 0.0045813];
const FAR = [0.39894228, 0.01328592, 0.00225319, -0.00157565, 0.00916281, -0.02057706, 0.02635537, -0.01647633, 0.00392377];

/** A polynomial by Horner's rule, the constant first. */
function polynomial(coefficients: readonly number[], x: ValueLike): Value {
  return coefficients.slice(0, -1).reduceRight<ValueLike>((sum, c) => add(multiply(sum, x), c), coefficients.at(-1) ?? 0) as Value;
}

/** Modified Bessel function of the first kind and order 0. Shape: that of `x`. */
export const i0 = op('i0', (x: ValueLike): Value => {
  const size = abs(asFloat(x));
  const isNear = less(size, 3.75);
  const far = where(isNear, 3.75, size);
  const near = polynomial(NEAR, square(divide(minimum(size, 3.75), 3.75)));
  return where(isNear, near, multiply(divide(exp(far), sqrt(far)), polynomial(FAR, divide(3.75, far))));
}, 'numpy.i0(x)');

/** `1 - erf(x)`. Shape: that of `x`. */
export const erfc = op('erfc', (x: ValueLike): Value => subtract(1, erf(x)), 'math.erfc(x)');

/** Coefficients of M. Giles, Approximating the erfinv function, GPU Computing Gems (2011), for single precision. */
const CENTRAL = [1.50140941, 0.246640727, -0.00417768164, -0.00125372503, 0.000218580870, -0.00000439150654, -0.00000352338770, 3.43273939e-7, 2.81022636e-8];
const TAIL = [2.83297682, 1.00167406, 0.00943887047, -0.00762246130, 0.00573950773, -0.00367342844, 0.00134934322, 0.000100950558, -0.000200214257];

/** The inverse of erf; infinite at -1 and 1, NaN outside. Shape: that of `x`. */
export const erfinv = op('erfinv', (x: ValueLike): Value => {
  const value = asFloat(x);
  const w = negative(log1p(negative(square(value))));
  const isCentral = less(w, 5);
  const factor = where(isCentral, polynomial(CENTRAL, subtract(where(isCentral, w, 2.5), 2.5)), polynomial(TAIL, subtract(sqrt(where(isCentral, 9, w)), 3)));
  return where(equal(abs(value), 1), multiply(value, Infinity), multiply(value, factor));
}, 'math.erfinv(x)');

/** Angle of a real number as a complex one: 0, or pi where it is negative. Shape: that of `x`. */
export const angle = op('angle', (x: ValueLike): Value => {
  const value = asFloat(x);
  return atan2(zerosLike(value), value);
}, 'numpy.angle(x)');

/** The conjugate of a real number: itself. Shape: that of `x`. */
export const conjugate = op('conjugate', (x: ValueLike): Value => identity(x), 'numpy.conj|conjugate(x)');

/** The real part of a real number: itself. Shape: that of `x`. */
export const real = op('real', (x: ValueLike): Value => identity(x), 'numpy.real(x)');

/** The imaginary part of a real number: 0. Shape: that of `x`. */
export const imag = op('imag', (x: ValueLike): Value => multiply(x, 0), 'numpy.imag(x)');

/** `a / b`, and 0 where `b` is 0. Shape: broadcast of both. */
export const divideNoNan = op('divideNoNan', (a: ValueLike, b: ValueLike): Value => {
  const isZero = equal(b, 0);
  return where(isZero, 0, divide(a, where(isZero, 1, b)));
}, 'numpy.divide_no_nan(x1, x2)');

/** The larger one; that which is a number where the other is NaN. Shape: broadcast of both. */
export const fmax = op('fmax', (a: ValueLike, b: ValueLike): Value => withoutNan(a, b, maximum), 'numpy.fmax(x1, x2)');

/** The smaller one; that which is a number where the other is NaN. Shape: broadcast of both. */
export const fmin = op('fmin', (a: ValueLike, b: ValueLike): Value => withoutNan(a, b, minimum), 'numpy.fmin(x1, x2)');

function withoutNan(a: ValueLike, b: ValueLike, choose: (a: ValueLike, b: ValueLike) => Value): Value {
  const [x, y] = promoted(a, b);
  return isWhole(x) ? choose(x, y) : choose(where(isNan(x), y, x), where(isNan(y), x, y));
}

/** Remainder of `a / b` with the sign of `a`, as in C. Shape: broadcast of both. */
export const fmod = op('fmod', (a: ValueLike, b: ValueLike): Value => {
  const [x, y] = promoted(a, b);
  if (isWhole(x)) return subtract(x, multiply(y, multiply(multiply(sign(x), sign(y)), floorDivide(abs(x), abs(y)))));
  const rest = mod(abs(x), abs(y));
  const isShort = logicalAnd(isInf(y), isFinite(x));
  return where(isShort, x, where(less(x, 0), negative(rest), rest));
}, 'numpy.fmod(x1, x2)');

/** `sqrt(a^2 + b^2)` without overflow. Shape: broadcast of both. */
export const hypot = op('hypot', (a: ValueLike, b: ValueLike): Value => {
  const [x, y] = [abs(asFloat(a)), abs(asFloat(b))];
  const large = maximum(x, y);
  const isPlain = logicalAnd(greater(large, 0), isFinite(large));
  const ratio = divide(minimum(x, y), where(isPlain, large, 1));
  return where(isPlain, multiply(large, sqrt(add(1, square(ratio)))), where(logicalOr(isInf(x), isInf(y)), Infinity, large));
}, 'numpy.hypot(x1, x2)');

/** 0 below 0, 1 above, and `b` at 0. Shape: broadcast of both. */
export const heaviside = op('heaviside', (a: ValueLike, b: ValueLike): Value => {
  const [x, y] = promoted(a, b).map((value) => asFloat(value)) as [ValueLike, ValueLike];
  const step = where(less(x, 0), zerosLike(x), where(greater(x, 0), onesLike(x), y));
  return where(isNan(x), NaN, step);
}, 'numpy.heaviside(x1, x2)');

/** `a * 2^b`. Shape: broadcast of both. */
export const ldexp = op('ldexp', (a: ValueLike, b: ValueLike): Value => multiply(asFloat(a), power(2, asFloat(b))), 'numpy.ldexp(x1, x2)');

/** `log(e^a + e^b)` without overflow. Shape: broadcast of both. */
export const logaddexp = op('logaddexp', (a: ValueLike, b: ValueLike): Value => addExponentials(a, b, 1), 'numpy.logaddexp(x1, x2)');

/** `log2(2^a + 2^b)` without overflow. Shape: broadcast of both. */
export const logaddexp2 = op('logaddexp2', (a: ValueLike, b: ValueLike): Value => addExponentials(a, b, Math.LN2), 'numpy.logaddexp2(x1, x2)');

function addExponentials(a: ValueLike, b: ValueLike, base: number): Value {
  const [x, y] = [asFloat(a), asFloat(b)];
  const large = maximum(x, y);
  // Infinities of one sign would be taken from each other.
  const gap = where(equal(x, y), 0, negative(abs(subtract(x, y))));
  const rest = log1p(exp(base === 1 ? gap : multiply(gap, base)));
  return add(large, base === 1 ? rest : divide(rest, base));
}

/** Enough steps for any two int32 numbers: Fibonacci numbers take the most. */
const EUCLID_STEPS = 46;

/** Greatest common divisor of whole numbers. Shape: broadcast of both. */
export const gcd = op('gcd', (a: ValueLike, b: ValueLike): Value => {
  const dtype = promoteTypes(dtypeOf(a), dtypeOf(b));
  const [x, y] = [abs(asType(a, 'int32')), abs(asType(b, 'int32'))];
  // Both are given the common shape, since a loop does not change it.
  const start = [add(x, multiply(y, 0)), add(y, multiply(x, 0))];
  const { carry } = scan(
    ([m, n]) => {
      const [large, small] = [m as Value, n as Value];
      const isDone = equal(small, 0);
      const rest = mod(large, where(isDone, 1, small));
      return { carry: [where(isDone, large, small), where(isDone, 0, rest)], outputs: [] };
    },
    start,
    [],
    { length: EUCLID_STEPS },
  );
  const divisor = carry[0] as Value;
  return dtype === 'int32' ? divisor : cast(divisor, dtype);
}, 'numpy.gcd(x1, x2)');

/** Least common multiple of whole numbers. Shape: broadcast of both. */
export const lcm = op('lcm', (a: ValueLike, b: ValueLike): Value => {
  const divisor = gcd(a, b);
  const [x, y] = [abs(a), abs(b)];
  return multiply(floorDivide(x, where(equal(divisor, 0), onesLike(divisor), divisor)), y);
}, 'numpy.lcm(x1, x2)');

/** Every bit turned. Of truth values: their negation. Shape: that of `x`. */
export const bitwiseNot = op('bitwiseNot', (x: ValueLike): Value =>
  dtypeOf(x) === 'bool' ? logicalNot(x) : dtypeOf(x) === 'uint8' ? bitwiseXor(x, full([], 255, 'uint8')) : bitwiseXor(x, -1),
  'numpy.bitwise_not|bitwise_invert(x)',
);

/** Whether elements are minus infinity. Shape: that of `x`. */
export const isneginf = op('isneginf', (x: ValueLike): Value => equal(asFloat(x), -Infinity), 'numpy.isneginf(x)');

/** Whether elements are infinity. Shape: that of `x`. */
export const isposinf = op('isposinf', (x: ValueLike): Value => equal(asFloat(x), Infinity), 'numpy.isposinf(x)');

/** Whether elements are real numbers: all are. Shape: that of `x`. */
export const isreal = op('isreal', (x: ValueLike): Value => cast(onesLike(x), 'bool'), 'numpy.isreal(x)');

type Closeness = { readonly rtol?: number; readonly atol?: number; readonly equalNan?: boolean };

/** Whether `|a - b| <= atol + rtol * |b|`. Shape: broadcast of both. */
export const isclose = op('isclose', (a: ValueLike, b: ValueLike, options: Closeness = {}): Value => {
  const { rtol = 1e-5, atol = 1e-8, equalNan = false } = options;
  const [x, y] = [asFloat(a), asFloat(b)];
  const isNear = logicalAnd(isFinite(y), greaterEqual(add(atol, multiply(rtol, abs(y))), abs(subtract(x, y))));
  const isSame = logicalOr(isNear, equal(x, y));
  return equalNan ? logicalOr(isSame, logicalAnd(isNan(x), isNan(y))) : isSame;
}, 'numpy.isclose(x1, x2, {rtol, atol, equal_nan*})');
