import { ops, type Dim, type Value, type ValueLike } from '@kedge/graph-core';
import { toMask } from '../layout/to-float.js';

/** What masked scores become before the softmax, as in Keras. */
export const MASKED_SCORE = -1e9;

/** Row and column numbers, from 1, of a matrix whose sizes need not be known. */
function numbered(rows: Dim, columns: Dim): { row: Value; column: Value } {
  const ones = ops.ones([1, rows, columns], 'int32');
  return { row: ops.cumsum(ones, 1), column: ops.cumsum(ones, 2) };
}

/** Each query sees the keys up to its own place. Shape `[1, queries, keys]`. */
export function causalMask(queries: Dim, keys: Dim): Value {
  const { row, column } = numbered(queries, keys);
  return ops.greaterEqual(row, column);
}

/** Each query sees the keys closer than `width` places. Shape `[1, queries, keys]`. */
export function windowMask(queries: Dim, keys: Dim, width: number): Value {
  const { row, column } = numbered(queries, keys);
  return ops.less(ops.abs(ops.subtract(row, column)), width);
}

/** What all masks leave; null where there is none. */
export function allOf(masks: readonly (ValueLike | null)[]): ValueLike | null {
  const known = masks.filter((mask) => mask !== null).map(toMask);
  return known.length === 0 ? null : known.reduce((a, b) => ops.logicalAnd(a, b));
}
