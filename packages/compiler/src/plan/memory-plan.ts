import { BYTES_PER_ELEMENT } from '@kedge/graph-core';
import type { PrimitiveGraph } from '../graph/primitive-graph.js';
import type { ValueId } from '../graph/step.js';
import type { Placement } from './placement.js';
import { defaultSharing, sharedBuffers, type SharedBuffer, type SharingRule } from './sharing.js';

/** A place in the arena. */
export interface PlannedBuffer extends SharedBuffer {
  /** Bytes from the start of the arena; a multiple of the alignment. */
  readonly offset: number;
}

/** Where every value of a graph lies while it runs. */
export interface MemoryPlan {
  /** Bytes of the arena, spare bytes included. */
  readonly arenaBytes: number;
  /** In the order in which they begin. */
  readonly buffers: readonly PlannedBuffer[];
  /** Byte offset of each value, by its id. */
  readonly offsets: readonly number[];
}

/** How memory is planned. */
export interface MemoryOptions {
  /** Offsets are multiples of it, in bytes; 16 by default, a SIMD register. */
  readonly alignment?: number;
  /** Bytes after each buffer that may be read and written but hold nothing, so that kernels need no tails; 16 by default. */
  readonly spareBytes?: number;
  /** Which outputs may lie where an input lies; `defaultSharing` by default. */
  readonly sharing?: SharingRule;
  /** Values that lie inside others: see `placeInConcatenations`. */
  readonly placements?: ReadonlyMap<ValueId, Placement>;
}

interface Gap {
  readonly offset: number;
  readonly bytes: number;
}

/** Free room beside what lives at the same time, by offset; the last gap has no end. */
function gapsBeside(placed: readonly { readonly offset: number; readonly end: number }[]): Gap[] {
  const gaps: Gap[] = [];
  let at = 0;
  for (const { offset, end } of placed.toSorted((a, b) => a.offset - b.offset)) {
    if (offset > at) gaps.push({ offset: at, bytes: offset - at });
    at = Math.max(at, end);
  }
  return [...gaps, { offset: at, bytes: Infinity }];
}

const overlap = (a: SharedBuffer, b: SharedBuffer): boolean => a.first <= b.last && b.first <= a.last;

/**
 * Plans where the values of a graph lie: the largest buffers first, each in the smallest gap that fits beside those that live
 * at the same time ("greedy by size", Pisarchyk and Lee, "Efficient memory management for deep neural net inference", 2020).
 *
 * Constants and the insides of loops are not in it.
 *
 * @param graph All sizes known.
 * @throws {KedgeError} `UNBOUND_SHAPE` when a size is not known.
 */
export function planMemory(graph: PrimitiveGraph, options: MemoryOptions = {}): MemoryPlan {
  const { alignment = 16, spareBytes = 16, sharing = defaultSharing, placements = new Map<ValueId, Placement>() } = options;
  const buffers = sharedBuffers(graph, sharing, placements);
  const roomOf = ({ bytes }: SharedBuffer): number => Math.ceil((bytes + spareBytes) / alignment) * alignment;
  const placed: { readonly buffer: SharedBuffer; readonly offset: number; readonly end: number }[] = [];
  // Sorting is stable: among equals the one that begins first comes first.
  for (const buffer of buffers.toSorted((a, b) => b.bytes - a.bytes)) {
    const gaps = gapsBeside(placed.filter((other) => overlap(other.buffer, buffer)));
    const [gap] = gaps.filter(({ bytes }) => bytes >= roomOf(buffer)).sort((a, b) => a.bytes - b.bytes);
    const offset = gap?.offset ?? 0;
    placed.push({ buffer, offset, end: offset + roomOf(buffer) });
  }
  const offsetOf = new Map(placed.map(({ buffer, offset }) => [buffer, offset]));
  const planned = buffers.map((buffer): PlannedBuffer => ({ ...buffer, offset: offsetOf.get(buffer) ?? 0 }));
  return { arenaBytes: Math.max(0, ...placed.map(({ end }) => end)), buffers: planned, offsets: offsetsByValue(graph, planned, placements) };
}

function offsetsByValue(graph: PrimitiveGraph, buffers: readonly PlannedBuffer[], placements: ReadonlyMap<ValueId, Placement>): number[] {
  const byValue = new Map<ValueId, number>(buffers.flatMap(({ values, offset }) => values.map((value) => [value, offset] as const)));
  return graph.specs.map(({ dtype }, value) => (byValue.get(value) ?? 0) + (placements.get(value)?.offset ?? 0) * BYTES_PER_ELEMENT[dtype]);
}
