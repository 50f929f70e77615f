import { InvalidArgumentError } from '../errors.js';
import { normalizeAxis } from '../shape.js';
import type { Value, ValueLike } from '../value.js';
import { log10 } from './arithmetic.js';
import { add, divide, multiply, subtract } from './binary.js';
import { clip, log, log1p, negative, relu, square, exp, abs } from './elementwise.js';
import { gather } from './indexing.js';
import { logSoftmax } from './normalization.js';
import { op } from './op.js';
import { asFloat, shapeOf } from './operands.js';
import { mean, sum } from './reduction.js';
import { expandDims, squeeze } from './reshaping.js';

/** What Keras keeps probabilities away from 0 and 1 by. */
const EPSILON = 1e-7;

const clipped = (p: ValueLike): Value => clip(p, EPSILON, 1 - EPSILON);

/** Crossentropy of two-way choices, element by element. Shape: that of `target`. */
export const binaryCrossentropy = op('binaryCrossentropy', (target: ValueLike, output: ValueLike, fromLogits = false): Value => {
  const [t, p] = [asFloat(target), asFloat(output)];
  if (fromLogits) return add(subtract(relu(p), multiply(p, t)), log1p(exp(negative(abs(p)))));
  const q = clipped(p);
  return negative(add(multiply(t, log(q)), multiply(subtract(1, t), log(subtract(1, q)))));
}, 'nn.binary_crossentropy(target, output, from_logits*)');

/** Crossentropy of distributions along an axis. Shape: `target` without the axis. */
export const categoricalCrossentropy = op('categoricalCrossentropy', (target: ValueLike, output: ValueLike, fromLogits = false, axis = -1): Value => {
  const [t, p] = [asFloat(target), asFloat(output)];
  const logs = fromLogits ? logSoftmax(p, axis) : log(clipped(divide(p, sum(p, axis, true))));
  return negative(sum(multiply(t, logs), axis));
}, 'nn.categorical_crossentropy(target, output, from_logits*, axis*)');

/** Crossentropy with the numbers of classes as targets. Shape: `output` without its last axis. */
export const sparseCategoricalCrossentropy = op('sparseCategoricalCrossentropy', (target: ValueLike, output: ValueLike, fromLogits = false, axis = -1): Value => {
  const rank = shapeOf(output).length;
  if (normalizeAxis(axis, rank, 'sparseCategoricalCrossentropy') !== rank - 1) throw new InvalidArgumentError(`sparseCategoricalCrossentropy: expected the last axis, got ${axis}.`);
  const labels = shapeOf(target).length === rank ? squeeze(target, -1) : target;
  const logs = logSoftmax(fromLogits ? output : log(clipped(asFloat(output))));
  return negative(squeeze(gather(logs, expandDims(labels, -1), rank - 1, rank - 1), -1));
}, 'nn.sparse_categorical_crossentropy(target, output, from_logits*, axis*)');

/** Peak signal-to-noise ratio in decibels. Shape: a scalar. */
export const psnr = op('psnr', (a: ValueLike, b: ValueLike, maxVal: number): Value =>
  subtract(20 * Math.log10(maxVal), multiply(10, log10(mean(square(subtract(asFloat(a), asFloat(b))))))),
  'nn.psnr=PSNR(x1, x2, max_val*)',
);
