import { isFullyKnown, sizeOf } from '@kedge/graph-core';
import type { PrimitiveGraph } from '../graph/primitive-graph.js';
import { isConstant, operandsOf, type Step, type ValueId } from '../graph/step.js';
import { ALIASES } from './sharing.js';

/** Where a value lies inside the result of a concatenation, so that nothing has to be copied there. */
export interface Placement {
  /** The result that it lies in: of the outermost concatenation. */
  readonly into: ValueId;
  /** Elements from the beginning of that result. */
  readonly offset: number;
  /** Elements from one row of the last axis to the next; the size of that axis where rows follow each other. */
  readonly rowStride: number;
}

/** What a step can do with values that lie inside others, with rows that do not follow each other. */
export interface StridedAccess {
  /** Whether it can write its output so, and not one byte beside it. */
  readonly canWrite: (step: Step) => boolean;
  readonly canRead: (step: Step, operand: ValueId) => boolean;
}

interface Concatenation {
  readonly step: Step;
  readonly output: ValueId;
  /** Elements from one row of the output to the next; `undefined` where all of an input lies in one piece. */
  readonly rowStride: number | undefined;
  readonly placement: Placement | undefined;
}

/**
 * Finds the values that can be written right where a concatenation wants them.
 *
 * @param graph All sizes known.
 * @returns By value. A concatenation all of whose inputs are placed in its output has nothing to do.
 */
export function placeInConcatenations(graph: PrimitiveGraph, access: StridedAccess): ReadonlyMap<ValueId, Placement> {
  const placements = new Map<ValueId, Placement>();
  const readers = readersOf(graph);
  const outputs = new Set(graph.outputs.map(({ operand }) => operand));
  // From the last to the first: what a concatenation lies in is known before its inputs are placed.
  for (const step of graph.steps.toReversed()) {
    const concatenation = concatenationOf(step, graph, placements);
    if (concatenation === undefined) continue;
    let offset = concatenation.placement?.offset ?? 0;
    for (const input of step.inputs) {
      const { shape } = graph.specOf(input);
      if (!isFullyKnown(shape)) break;
      const placement: Placement = { into: concatenation.placement?.into ?? concatenation.output, offset, rowStride: concatenation.rowStride ?? shape.at(-1) ?? 1 };
      offset += concatenation.rowStride === undefined ? sizeOf(shape) : (shape.at(-1) ?? 1);
      if (isConstant(input) || placements.has(input) || outputs.has(input)) continue;
      if (canBePlaced(input, placement, { graph, access, readers: readers.get(input) ?? [], concatenation: step })) placements.set(input, placement);
    }
  }
  return placements;
}

function readersOf(graph: PrimitiveGraph): Map<ValueId, Step[]> {
  const readers = new Map<ValueId, Step[]>();
  for (const step of graph.steps) {
    for (const operand of new Set(operandsOf(step))) {
      if (isConstant(operand)) continue;
      readers.set(operand, [...(readers.get(operand) ?? []), step]);
    }
  }
  return readers;
}

/** A step as a concatenation whose inputs are pieces, or slices of the last axis. */
function concatenationOf(step: Step, graph: PrimitiveGraph, placements: ReadonlyMap<ValueId, Placement>): Concatenation | undefined {
  const [output] = step.outputs;
  if (step.primitive !== 'concatenate' || step.epilogue.length > 0 || output === undefined) return undefined;
  const { shape } = graph.specOf(output);
  if (!isFullyKnown(shape)) return undefined;
  const axis = step.attrs.axis < 0 ? step.attrs.axis + shape.length : step.attrs.axis;
  const placement = placements.get(output);
  const isStrided = placement !== undefined && placement.rowStride !== shape.at(-1);
  if (sizeOf(shape.slice(0, axis)) === 1 && !isStrided) return { step, output, rowStride: undefined, placement };
  if (axis !== shape.length - 1) return undefined;
  return { step, output, rowStride: placement?.rowStride ?? shape.at(-1), placement };
}

interface Surroundings {
  readonly graph: PrimitiveGraph;
  readonly access: StridedAccess;
  readonly readers: readonly Step[];
  readonly concatenation: Step;
}

function canBePlaced(value: ValueId, { rowStride }: Placement, { graph, access, readers, concatenation }: Surroundings): boolean {
  const producer = graph.steps[graph.producers[value] ?? -1];
  // An input of the graph lies where it is put, and what is only looked at in another way lies where it did.
  if (producer === undefined || producer.outputs.length !== 1 || ALIASES.has(producer.primitive)) return false;
  // Given twice, it can be in one place only; the other would be copied from there, which is not worth a rule.
  if (concatenation.inputs.filter((input) => input === value).length > 1) return false;
  if (!access.canWrite(producer)) return false;
  return rowStride === graph.specOf(value).shape.at(-1) || readers.every((reader) => reader === concatenation || access.canRead(reader, value));
}
