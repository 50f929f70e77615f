import { ops, type Value, type ValueLike } from '@kedge/graph-core';

/** `average + (value - average) (1 - rate)`, as Adam and its kin write it. */
export const moved = (average: ValueLike, value: ValueLike, rate: number): Value =>
  ops.add(average, ops.multiply(ops.subtract(value, average), 1 - rate));

/** `rate average + (1 - rate) value`. */
export const blended = (average: ValueLike, value: ValueLike, rate: number): Value =>
  ops.add(ops.multiply(average, rate), ops.multiply(value, 1 - rate));
