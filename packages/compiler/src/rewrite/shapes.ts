import type { Dim, Shape } from '@kedge/graph-core';

/**
 * Whether two shapes of equally many elements are surely the same: sizes agree, and at most one is unknown.
 */
export function isSameShape(a: Shape, b: Shape): boolean {
  const unknown = a.filter((dim) => dim === null).length;
  if (a.length !== b.length || a.some((dim, i) => dim !== b[i])) return false;
  return unknown === 0 || (unknown === 1 && !a.includes(0));
}

/** The shape as a reshape takes it, one unknown size as -1; `undefined` when more than one is unknown. */
export function asNewShape(shape: Shape): readonly Dim[] | undefined {
  const unknown = shape.filter((dim) => dim === null).length;
  if (unknown === 0) return shape;
  return unknown === 1 && !shape.includes(0) ? shape.map((dim) => dim ?? -1) : undefined;
}

/** Whether a tensor of shape `from` broadcasts against one of shape `into` without making it any larger. */
export function broadcastsInto(from: Shape, into: Shape): boolean {
  if (from.length > into.length) return false;
  return from.every((dim, i) => dim === 1 || (dim !== null && dim === into[i + into.length - from.length]));
}

/** Whether only the last dimension, if any, is larger than 1. */
export function isAlongLastAxis(shape: Shape): boolean {
  return shape.slice(0, -1).every((dim) => dim === 1);
}
