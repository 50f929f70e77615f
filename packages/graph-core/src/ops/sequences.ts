import type { NumericDType } from '../dtype.js';
import { tensor } from '../tensor.js';
import type { Value, ValueLike } from '../value.js';
import { i0 } from './arithmetic.js';
import { add, divide, multiply, power, subtract } from './binary.js';
import { cast } from './cast.js';
import { floor, identity, sqrt } from './elementwise.js';
import { op } from './op.js';
import { asFloat, shapeOf } from './operands.js';
import { expandDims, moveaxis } from './reshaping.js';

/** What the functions that count from one number to another take. */
export interface SpacingOptions {
  /** Whether the last number is the end. Default `true`. */
  readonly endpoint?: boolean;
  readonly dtype?: NumericDType;
  /** Where the numbers stand if the ends are tensors. */
  readonly axis?: number;
}

/** Shares of the way, evenly spread. */
function sharesOfWay(num: number, endpoint: boolean): readonly number[] {
  const steps = endpoint ? num - 1 : num;
  return Array.from({ length: num }, (_, i) => (steps === 0 ? 0 : i / steps));
}

const inType = (x: Value, dtype: NumericDType | undefined): Value => (dtype === undefined || dtype === 'float32' ? x : cast(floor(x), dtype));

/** Numbers between two ends, made of shares of the way; ends that are numbers are computed with in full precision. */
function spaced(start: ValueLike, stop: ValueLike, num: number, options: SpacingOptions, at: readonly [plain: (from: number, to: number, share: number) => number, traced: (from: Value, to: Value, shares: Value) => Value]): Value {
  const { endpoint = true, dtype, axis = 0 } = options;
  const shares = sharesOfWay(num, endpoint);
  if (typeof start === 'number' && typeof stop === 'number') {
    const list = shares.map((share) => at[0](start, stop, share));
    return identity(tensor(dtype === undefined || dtype === 'float32' ? list : list.map(Math.floor), [num], dtype ?? 'float32'));
  }
  const [from, to] = [expandDims(asFloat(start), -1), expandDims(asFloat(stop), -1)];
  const rank = Math.max(shapeOf(start).length, shapeOf(stop).length);
  const result = at[1](from, to, identity(tensor(shares, [num])));
  return inType(rank === 0 ? result : moveaxis(result, -1, axis), dtype);
}

const evenly = [
  (from: number, to: number, share: number): number => from + (to - from) * share,
  (from: Value, to: Value, shares: Value): Value => add(multiply(from, subtract(1, shares)), multiply(to, shares)),
] as const;

/** Numbers evenly spread between two ends. Shape: `[num]`, put in at `axis` where the ends are tensors. */
export const linspace = op('linspace', (start: ValueLike, stop: ValueLike, num = 50, options: SpacingOptions = {}): Value => spaced(start, stop, num, options, evenly), 'numpy.linspace(start, stop, num*, {endpoint*, dtype*, axis*, retstep*!})');

/** Powers of a base whose exponents are evenly spread. Shape: as that of `linspace`. */
export const logspace = op('logspace', (start: ValueLike, stop: ValueLike, num = 50, options: SpacingOptions & { readonly base?: number } = {}): Value => {
  const base = options.base ?? 10;
  return spaced(start, stop, num, options, [(from, to, share) => base ** evenly[0](from, to, share), (from, to, shares) => power(base, evenly[1](from, to, shares))]);
}, 'numpy.logspace(start, stop, num*, {endpoint*, base*, dtype*, axis*})');

/** Numbers of which each is the same multiple of the one before. Shape: as that of `linspace`. */
export const geomspace = op('geomspace', (start: ValueLike, stop: ValueLike, num = 50, options: SpacingOptions = {}): Value =>
  spaced(start, stop, num, options, [(from, to, share) => from * (to / from) ** share, (from, to, shares) => multiply(from, power(divide(to, from), shares))]),
  'numpy.geomspace(start, stop, num*, {endpoint*, dtype*, axis*})',
);

/** A window over `size` points, as a function of the point. */
function windowOf(size: number, at: (point: number) => number): Value {
  return identity(tensor(Array.from({ length: size }, (_, i) => (size === 1 ? 1 : at(i))), [size]));
}

const turn = (size: number, point: number): number => (2 * Math.PI * point) / (size - 1);

/** Bartlett's window, a triangle. Shape: `[size]`. */
export const bartlett = op('bartlett', (size: number): Value => windowOf(size, (i) => 1 - Math.abs((2 * i) / (size - 1) - 1)), 'numpy.bartlett(x)');

/** Blackman's window. Shape: `[size]`. */
export const blackman = op('blackman', (size: number): Value => windowOf(size, (i) => 0.42 - 0.5 * Math.cos(turn(size, i)) + 0.08 * Math.cos(2 * turn(size, i))), 'numpy.blackman(x)');

/** Hamming's window. Shape: `[size]`. */
export const hamming = op('hamming', (size: number): Value => windowOf(size, (i) => 0.54 - 0.46 * Math.cos(turn(size, i))), 'numpy.hamming(x)');

/** Hann's window. Shape: `[size]`. */
export const hanning = op('hanning', (size: number): Value => windowOf(size, (i) => 0.5 - 0.5 * Math.cos(turn(size, i))), 'numpy.hanning(x)');

/** Kaiser's window. Shape: `[size]`. */
export const kaiser = op('kaiser', (size: number, beta: number): Value => {
  const places = windowOf(size, (i) => 1 - ((2 * i) / (size - 1) - 1) ** 2);
  return divide(i0(multiply(beta, sqrt(size === 1 ? multiply(places, 0) : places))), i0(beta));
}, 'numpy.kaiser(x, beta)');
