import type { Known } from './known-numbers.js';

/** Bits of the first axis of a slice. */
interface Masks {
  readonly begin: number;
  readonly end: number;
  readonly shrink: number;
}

/** A slice of a list, as `StridedSlice` has it: begin, end and step. */
export function resolvedSlice(values: Known, [begin = [], end = [], step = []]: readonly Known[], masks: Masks): Known | undefined {
  const [from = 0, to = values.length, by = 1] = [begin[0], end[0], step[0]];
  if (begin.length !== 1 || from === null || to === null || by !== 1) return undefined;
  const place = (at: number): number => Math.min(Math.max(at < 0 ? at + values.length : at, 0), values.length);
  if ((masks.shrink & 1) === 1) return values.slice(place(from), place(from) + 1);
  return values.slice((masks.begin & 1) === 1 ? 0 : place(from), (masks.end & 1) === 1 ? values.length : place(to));
}
