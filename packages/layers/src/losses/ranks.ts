import { formatShape, ops, ShapeMismatchError, type Shape, type ValueLike } from '@kedge/graph-core';

/** The shape of an operand; numbers are scalars. */
export function shapeOf(x: ValueLike): Shape {
  return typeof x === 'object' ? x.shape : [];
}

/** The operand as float32. */
export function floats(x: ValueLike): ValueLike {
  return typeof x === 'object' && x.dtype !== 'float32' ? ops.cast(x, 'float32') : x;
}

/** Makes the second operand of `larger` fit where its rank is one less and the last size of `larger` is 1. */
function fitted(larger: ValueLike, smaller: ValueLike, expandVectors: boolean): [ValueLike, ValueLike] {
  const shape = shapeOf(larger);
  const rank = shapeOf(smaller).length;
  if (shape.length !== rank + 1 || shape.at(-1) !== 1) return [larger, smaller];
  return rank === 1 && expandVectors ? [larger, ops.expandDims(smaller, -1)] : [ops.squeeze(larger, -1), smaller];
}

/**
 * Two operands brought to one rank where a last dimension of size 1 is all that tells them apart: `[batch]` and `[batch, 1]`
 * both become `[batch, 1]`, longer ones lose it.
 */
export function sameRank(a: ValueLike, b: ValueLike): [ValueLike, ValueLike] {
  if (shapeOf(a).length > shapeOf(b).length) return fitted(a, b, true);
  const [larger, smaller] = fitted(b, a, true);
  return [smaller, larger];
}

/**
 * @throws {ShapeMismatchError} when targets do not have the rank of predictions. Broadcasting would compare each target with
 * the predictions of other examples.
 */
export function expectSameRank(yTrue: ValueLike, yPred: ValueLike, what: string): void {
  const [targets, predictions] = [shapeOf(yTrue), shapeOf(yPred)];
  if (targets.length !== predictions.length) {
    throw new ShapeMismatchError(`${what}: expected targets of rank ${predictions.length} as the predictions ${formatShape(predictions)}, got ${formatShape(targets)}.`);
  }
}

/** @throws {ShapeMismatchError} when targets do not have the shape of predictions. */
export function expectSameShape(yTrue: ValueLike, yPred: ValueLike, what: string, hint = ''): void {
  const [targets, predictions] = [shapeOf(yTrue), shapeOf(yPred)];
  const isSame = targets.length === predictions.length && targets.every((dim, i) => dim === null || predictions[i] === null || dim === predictions[i]);
  if (!isSame) throw new ShapeMismatchError(`${what}: expected targets of the predictions' shape ${formatShape(predictions)}, got ${formatShape(targets)}.${hint}`);
}
