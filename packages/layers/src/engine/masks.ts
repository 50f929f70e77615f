import { isEagerValue, isSymbolicTensor, mapTree, type Value, type ValueLike } from '@kedge/graph-core';

/** Which positions of a tensor count: `bool`, `[batch, time]`; `null` when all do. */
export type Mask = Value | null;

const masks = new WeakMap<object, Value>();

const isValue = (value: unknown): value is Value => isSymbolicTensor(value) || isEagerValue(value);

/** The mask that travels with a value. */
export function maskOf(value: ValueLike): Mask {
  return isValue(value) ? (masks.get(value) ?? null) : null;
}

/** Lets a mask travel with a value; `null` takes it away. */
export function setMask(value: Value, mask: Mask): void {
  if (mask === null) masks.delete(value);
  else masks.set(value, mask);
}

/** The masks of the tensors of a structure, in that structure; `null` where there is none at all. */
export function masksOf(structure: unknown): unknown {
  let found = false;
  const result = mapTree(structure, isValue, (value) => {
    const mask = maskOf(value);
    found ||= mask !== null;
    return mask;
  });
  return found ? result : null;
}
