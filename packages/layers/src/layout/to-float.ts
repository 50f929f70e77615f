import { ops, type ValueLike } from '@kedge/graph-core';

/** The operand as float32; one that is float already stays as it is. */
export function toFloat(x: ValueLike): ValueLike {
  return typeof x === 'number' || (typeof x === 'object' && x.dtype === 'float32') ? x : ops.cast(x, 'float32');
}

/** A mask as bool: numbers count from 0.5 up. */
export function toMask(x: ValueLike): ValueLike {
  return typeof x === 'object' && x.dtype === 'bool' ? x : ops.greater(toFloat(x), 0.5);
}
