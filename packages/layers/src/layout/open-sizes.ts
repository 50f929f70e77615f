import { ops, type Value, type ValueLike } from '@kedge/graph-core';

/**
 * Stands in for what depends on sizes that are not known yet.
 *
 * It has the right shape where only shapes are asked for, and cannot be computed: a graph that holds it has a step of open shape,
 * so that it is lowered again for the sizes that come, and never run as it is.
 */
export function untilSizesAreKnown(x: ValueLike): Value {
  return ops.add(x, ops.sum(ops.zeros([null])));
}
