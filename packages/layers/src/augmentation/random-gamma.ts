import { ops, tensor, type Value, type ValueLike } from '@kedge/graph-core';

/** How often a number is tried: one in twenty is refused at most, so that one in 10^10 is taken though it should not be. */
const TRIES = 8;

/** Where the random numbers come from: shapes in, numbers out. */
export interface RandomSource {
  readonly uniform: (shape: readonly number[]) => Value;
  readonly normal: (shape: readonly number[]) => Value;
}

/**
 * Logarithms of gamma distributed numbers of scale 1.
 *
 * @param alpha The shape of the distribution, above 0: a scalar.
 * @param count How many.
 * @returns `[count]`. Marsaglia and Tsang, A simple method for generating gamma variables (2000), with the step of its
 * section 6 for every alpha, so that small ones, whose numbers round to 0, still differ in their logarithms.
 */
export function logGamma(alpha: ValueLike, count: number, { uniform, normal }: RandomSource): Value {
  const d = ops.add(alpha, 1 - 1 / 3);
  const c = ops.rsqrt(ops.multiply(d, 9));
  const x = normal([count, TRIES]);
  const root = ops.add(ops.multiply(x, c), 1);
  const logCube = ops.multiply(ops.log(ops.maximum(root, 1e-30)), 3);
  const cube = ops.exp(logCube);
  const bound = ops.add(ops.multiply(ops.square(x), 0.5), ops.multiply(d, ops.add(ops.subtract(1, cube), logCube)));
  const isTaken = ops.logicalAnd(ops.greater(root, 0), ops.less(logUniform(uniform([count, TRIES])), bound));
  return ops.add(ops.add(firstWhere(isTaken, logCube), ops.log(d)), ops.divide(logUniform(uniform([count])), alpha));
}

/** Logarithms of even numbers; zero counts as half of the least step between them. */
const logUniform = (u: Value): Value => ops.log(ops.maximum(u, 2 ** -25));

/** In each row the first number that is marked, else the first of all. */
function firstWhere(isMarked: Value, numbers: Value): Value {
  const place = ops.argmax(ops.cast(isMarked, 'int32'), 1);
  return ops.sum(ops.multiply(ops.oneHot(place, TRIES), numbers), 1);
}

/**
 * Beta distributed numbers, both parameters being `alpha`.
 *
 * @returns `[count]`, from 0 to 1.
 */
export function randomBeta(alpha: ValueLike, count: number, source: RandomSource): Value {
  return ops.sigmoid(ops.subtract(logGamma(alpha, count, source), logGamma(alpha, count, source)));
}

/**
 * Numbers of a symmetric Dirichlet distribution, each parameter being `alpha`.
 *
 * @returns `[count]`, of sum 1.
 */
export function randomDirichlet(alpha: number, count: number, source: RandomSource): Value {
  return ops.softmax(logGamma(tensor([alpha], [1]), count, source));
}
