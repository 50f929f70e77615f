import * as tf from '@tensorflow/tfjs-core';
import { InvalidArgumentError } from '@kedge/graph-core';
import { add, divide, multiply, subtract, sumTo, where, wrapIfByte } from '../functions/arithmetic.js';
import { bitwiseOr, bitwiseXor, leftShift, rightShift } from '../functions/bitwise.js';
import { exactZip } from '../functions/host.js';
import { differentiable } from '../recording.js';
import { resultSpec, type KernelContext, type KernelTable } from './kernel.js';

type Binary = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;
type Arithmetic = (inputs: readonly [tf.Tensor, tf.Tensor], attrs: unknown, context: KernelContext) => tf.Tensor;

/** Floats differentiably, integers wrapping as their type does. */
function arithmetic(onFloats: Binary, onIntegers: Binary): Arithmetic {
  return ([a, b], _attrs, context) => (a.dtype === 'float32' ? onFloats(a, b) : wrapIfByte(onIntegers(a, b), resultSpec(context).dtype));
}

/** Integers by 32-bit arithmetic; tfjs's cpu kernels go through doubles or floats. */
const onIntegers =
  (fn: (a: number, b: number) => number, kernel: Binary): Binary =>
  (a, b) =>
    exactZip(a, b, fn, kernel);

const shiftBy = (count: number): number => Math.min(Math.max(count, 0), 31);

function expectDivisor(b: number, where: string): void {
  if (b === 0) throw new InvalidArgumentError(`${where}: an integer was to be divided by zero. Cast to float32 first if infinity or NaN is what you want.`);
}

function floorDivideIntegers(a: number, b: number): number {
  expectDivisor(b, 'floorDivide');
  return Math.floor(a / b);
}

function modIntegers(a: number, b: number): number {
  expectDivisor(b, 'mod');
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
}

function powerIntegers(base: number, exponent: number): number {
  if (exponent < 0) throw new InvalidArgumentError(`power: expected integer exponents from 0, got ${exponent}. Cast to float32 first.`);
  let result = 1;
  for (let [square, left] = [base, exponent]; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = Math.imul(result, square);
    square = Math.imul(square, square);
  }
  return result;
}

/** tfjs's wasm kernels lose NaN on the right-hand side. */
function withNan(kernel: Binary): Binary {
  return (a, b) => (tf.getBackend() === 'wasm' && a.dtype === 'float32' ? tf.where(tf.isNaN(b), b, kernel(a, b)) : kernel(a, b));
}

/** The gradient goes to the operand that was taken; to the left one of equals. */
function extremum(kernel: Binary, takesLeft: Binary): Binary {
  return (a, b) =>
    differentiable([a, b], () => withNan(kernel)(a, b), () => ({ a, b }), (dy, saved) => [
      () => sumTo(tf.mul(dy, tf.cast(takesLeft(saved.a, saved.b), 'float32')), a.shape),
      () => sumTo(tf.mul(dy, tf.cast(tf.logicalNot(takesLeft(saved.a, saved.b)), 'float32')), b.shape),
    ]);
}

const maximum = extremum((a, b) => tf.maximum(a, b), (a, b) => tf.greaterEqual(a, b));
const minimum = extremum((a, b) => tf.minimum(a, b), (a, b) => tf.lessEqual(a, b));

/** tfjs's kernel gives integers on cpu, and 0 for a division by zero. */
const floorDivide: Binary = (a, b) => tf.floor(tf.div(a, b));

/** Computed in doubles on the host: in floats the remainder of large quotients is noise. */
function modForward(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return exactZip(a, b, modFloats, (x, y) => tf.mod(x, y));
}

function modFloats(a: number, b: number): number {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
}

function mod(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return differentiable([a, b], () => modForward(a, b), () => ({ a, b }), (dy, saved) => [
    () => sumTo(dy, a.shape),
    () => sumTo(tf.neg(tf.mul(dy, floorDivide(saved.a, saved.b))), b.shape),
  ]);
}

/** Logarithm of positive numbers, 0 of others: the slope by the exponent where there is one. */
function logOrZero(x: tf.Tensor): tf.Tensor {
  const isPositive = tf.greater(x, 0);
  return tf.where(isPositive, tf.log(tf.where(isPositive, x, tf.onesLike(x))), tf.zerosLike(x));
}

function power(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return differentiable([a, b], () => tf.pow(a, b), (y) => ({ a, b, y }), (dy, saved) => [
    () => sumTo(tf.mul(tf.mul(dy, saved.b), tf.pow(saved.a, tf.sub(saved.b, 1))), a.shape),
    () => sumTo(tf.mul(tf.mul(dy, saved.y), logOrZero(saved.a)), b.shape),
  ]);
}

function atan2(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  const perSquare = (dy: tf.Tensor, x: tf.Tensor, y: tf.Tensor): tf.Tensor => tf.div(dy, tf.add(tf.square(x), tf.square(y)));
  return differentiable([a, b], () => tf.atan2(a, b), () => ({ a, b }), (dy, saved) => [
    () => sumTo(tf.mul(perSquare(dy, saved.a, saved.b), saved.b), a.shape),
    () => sumTo(tf.neg(tf.mul(perSquare(dy, saved.a, saved.b), saved.a)), b.shape),
  ]);
}

export const binaryKernels = {
  add: arithmetic(add, (a, b) => tf.add(a, b)),
  atan2: ([a, b]) => atan2(a, b),
  bitwiseAnd: ([a, b]) => exactZip(a, b, (x, y) => x & y, (x, y) => tf.bitwiseAnd(x, y)),
  bitwiseOr: ([a, b]) => exactZip(a, b, (x, y) => x | y, bitwiseOr),
  bitwiseXor: ([a, b]) => exactZip(a, b, (x, y) => x ^ y, bitwiseXor),
  divide: ([a, b]) => divide(a, b),
  equal: ([a, b]) => tf.equal(a, b),
  floorDivide: arithmetic(floorDivide, onIntegers(floorDivideIntegers, (a, b) => tf.floorDiv(a, b))),
  greater: ([a, b]) => tf.greater(a, b),
  greaterEqual: ([a, b]) => tf.greaterEqual(a, b),
  leftShift: ([a, b]) => exactZip(a, b, (x, y) => x << shiftBy(y), leftShift),
  less: ([a, b]) => tf.less(a, b),
  lessEqual: ([a, b]) => tf.lessEqual(a, b),
  logicalAnd: ([a, b]) => tf.logicalAnd(a, b),
  logicalOr: ([a, b]) => tf.logicalOr(a, b),
  logicalXor: ([a, b]) => tf.notEqual(a, b),
  maximum: arithmetic(maximum, (a, b) => tf.maximum(a, b)),
  minimum: arithmetic(minimum, (a, b) => tf.minimum(a, b)),
  mod: arithmetic(mod, onIntegers(modIntegers, (a, b) => tf.mod(a, b))),
  multiply: arithmetic(multiply, onIntegers(Math.imul, (a, b) => tf.mul(a, b))),
  notEqual: ([a, b]) => tf.notEqual(a, b),
  power: arithmetic(power, onIntegers(powerIntegers, (a, b) => tf.pow(a, b))),
  rightShift: ([a, b]) => exactZip(a, b, (x, y) => x >> shiftBy(y), rightShift),
  subtract: arithmetic(subtract, (a, b) => tf.sub(a, b)),
  where: ([condition, a, b]) => where(condition, a, b),
} satisfies Partial<KernelTable>;
