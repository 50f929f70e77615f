import { sizeOf } from '@kedge/graph-core';
import { allocate, type HostArray } from './host-array.js';

/** Elements between neighbours along each dimension of a row-major array. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = shape.map(() => 1);
  for (let i = shape.length - 2; i >= 0; i--) strides[i] = (strides[i + 1] ?? 1) * (shape[i + 1] ?? 1);
  return strides;
}

/** For each position along each dimension of a result, what it adds to the offset into the source; negative for "nowhere". */
export type Contributions = readonly (readonly number[])[];

/** A position outside of the source. */
export const NOWHERE = -1e15;

/**
 * Offsets into a source for every element of a result, row-major; -1 where a position lies nowhere.
 *
 * Transposing, slicing, broadcasting, tiling, flipping and padding differ in the contributions alone.
 */
export function offsetsFrom(contributions: Contributions): Int32Array {
  const [last = [0], ...outer] = [...contributions].reverse();
  const offsets = new Int32Array(contributions.reduce((size, list) => size * list.length, 1));
  const position = outer.map(() => 0);
  for (let at = 0; at < offsets.length; at += last.length) {
    const base = outer.reduce((sum, list, d) => sum + (list[position[d] ?? 0] ?? 0), 0);
    for (let i = 0; i < last.length; i++) offsets[at + i] = Math.max(base + (last[i] ?? 0), -1);
    advance(position, outer);
  }
  return offsets;
}

/** Steps to the next position, the first dimension fastest. */
function advance(position: number[], lists: Contributions): void {
  for (let d = 0; d < lists.length; d++) {
    const next = (position[d] ?? 0) + 1;
    position[d] = next === lists[d]?.length ? 0 : next;
    if (position[d] !== 0) return;
  }
}

/** Where each element of a result of shape `to` comes from when `from` is broadcast to it. */
export function broadcastContributions(from: readonly number[], to: readonly number[]): Contributions {
  const strides = stridesOf(from);
  return to.map((size, i) => {
    const axis = i - (to.length - from.length);
    const step = axis < 0 || from[axis] === 1 ? 0 : (strides[axis] ?? 0);
    return range(size, (at) => at * step);
  });
}

/** `count` numbers made of their index. */
export function range(count: number, make: (index: number) => number): number[] {
  return Array.from({ length: count }, (_, i) => make(i));
}

/** Picks elements of a source by contributions; places that lie nowhere get `outside`. */
export function pick(source: HostArray, contributions: Contributions, outside = 0): HostArray {
  const shape = contributions.map((list) => list.length);
  const offsets = offsetsFrom(contributions);
  // Moving elements rounds nothing: floats stay as they are, single or double.
  const data = source.data instanceof Float32Array ? new Float32Array(sizeOf(shape)) : allocate(source.dtype, sizeOf(shape));
  for (let i = 0; i < data.length; i++) {
    const from = offsets[i] ?? 0;
    data[i] = from < 0 ? outside : (source.data[from] ?? 0);
  }
  return { data, shape, dtype: source.dtype };
}
