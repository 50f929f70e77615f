import { BYTES_PER_ELEMENT, formatShape, isFullyKnown, KedgeError, sizeOf, type PrimitiveName } from '@kedge/graph-core';
import type { PrimitiveGraph } from '../graph/primitive-graph.js';
import { isConstant, operandsOf, type Operand, type Step, type ValueId } from '../graph/step.js';
import { lifetimes, type Lifetime } from './liveness.js';
import type { Placement } from './placement.js';

/** How a step's output may come to lie where one of its inputs lies. */
export type Sharing = 'alias' | 'overwrite';

/**
 * Which operands the output of a step may share memory with, the best one first.
 *
 * `alias`: both are the same bytes, nothing is computed. `overwrite`: each element is read before the one in its place is
 * written, so that the operand may be overwritten if nothing reads it afterwards.
 */
export type SharingRule = (step: Step) => readonly { readonly operand: Operand; readonly how: Sharing }[];

/** Steps that change how a value is looked at, and not the value. */
export const ALIASES: ReadonlySet<PrimitiveName> = new Set<PrimitiveName>(['reshape', 'expandDims', 'squeeze', 'identity', 'stopGradient']);

const ELEMENTWISE: ReadonlySet<PrimitiveName> = new Set<PrimitiveName>([
  'abs', 'acos', 'acosh', 'asin', 'asinh', 'atan', 'atanh', 'ceil', 'clip', 'cos', 'cosh', 'elu', 'erf', 'exp', 'expm1', 'floor',
  'leakyRelu', 'log', 'log1p', 'negative', 'reciprocal', 'relu', 'round', 'rsqrt', 'sigmoid', 'sign', 'sin', 'sinh', 'softplus',
  'sqrt', 'square', 'tan', 'tanh', 'add', 'atan2', 'divide', 'floorDivide', 'maximum', 'minimum', 'mod', 'multiply', 'power',
  'subtract', 'cast', 'batchNormalization',
]);

/** Reshapes are the bytes of their input; elementwise steps may overwrite an input of their own size. */
export const defaultSharing: SharingRule = (step) => {
  const how = ALIASES.has(step.primitive) ? 'alias' : ELEMENTWISE.has(step.primitive) ? 'overwrite' : undefined;
  return how === undefined ? [] : operandsOf(step).map((operand) => ({ operand, how }));
};

/** Values that lie in the same bytes, one after the other or as aliases. */
export interface SharedBuffer extends Lifetime {
  readonly values: readonly ValueId[];
  readonly bytes: number;
}

/**
 * Bytes of a value.
 *
 * @throws {KedgeError} `UNBOUND_SHAPE` when a size is not known.
 */
function bytesOf(graph: PrimitiveGraph, value: ValueId): number {
  const { shape, dtype } = graph.specOf(value);
  if (!isFullyKnown(shape)) {
    throw new KedgeError('UNBOUND_SHAPE', `Value %${value} has shape ${formatShape(shape)}. Memory can be planned for known sizes only: lower the model with inputShapes.`);
  }
  return sizeOf(shape) * BYTES_PER_ELEMENT[dtype];
}

/** Whether an output may move in with a buffer. */
function mayShare(buffer: SharedBuffer, how: Sharing, sizes: { readonly bytes: number; readonly sameElements: boolean }, index: number): boolean {
  if (buffer.bytes !== sizes.bytes) return false;
  return how === 'alias' || (sizes.sameElements && buffer.last <= index);
}

/**
 * Puts values that can share bytes together.
 *
 * @param graph All sizes known.
 * @param placements Values that lie inside others.
 * @returns Buffers in the order in which they begin, each living from its first value to its last.
 */
export function sharedBuffers(graph: PrimitiveGraph, sharing: SharingRule, placements: ReadonlyMap<ValueId, Placement> = new Map()): readonly SharedBuffer[] {
  const lives = lifetimes(graph);
  const buffers: SharedBuffer[] = [];
  const bufferOf = new Map<ValueId, number>();
  const begin = (value: ValueId): void => {
    const { first, last } = lives[value] ?? { first: -1, last: -1 };
    bufferOf.set(value, buffers.push({ first, last, bytes: bytesOf(graph, value), values: [value] }) - 1);
  };
  /** The buffer of a concatenation begins with the first value that is written into it. */
  const putInside = (values: readonly ValueId[], root: ValueId, index: number): void => {
    const known = bufferOf.get(root);
    const at = known ?? buffers.push({ first: index, last: lives[root]?.last ?? -1, bytes: bytesOf(graph, root), values: [root] }) - 1;
    bufferOf.set(root, at);
    const buffer = buffers[at] as SharedBuffer;
    buffers[at] = { ...buffer, last: Math.max(buffer.last, ...values.map((value) => lives[value]?.last ?? -1)), values: [...buffer.values, ...values] };
    for (const value of values) bufferOf.set(value, at);
  };
  for (const { value } of graph.inputs) begin(value);
  graph.steps.forEach((step, index) => {
    const inside = placements.get(step.outputs[0] ?? -1)?.into;
    if (inside !== undefined) {
      putInside(step.outputs, inside, index);
      return;
    }
    const host = step.outputs.length === 1 && !bufferOf.has(step.outputs[0] ?? -1) ? hostFor(graph, step, index, sharing, (value) => buffers[bufferOf.get(value) ?? -1]) : undefined;
    for (const value of step.outputs) {
      if (bufferOf.has(value)) continue;
      const at = host === undefined ? undefined : bufferOf.get(host);
      const buffer = buffers[at ?? -1];
      if (at === undefined || buffer === undefined) begin(value);
      else {
        buffers[at] = { ...buffer, last: Math.max(buffer.last, lives[value]?.last ?? -1), values: [...buffer.values, value] };
        bufferOf.set(value, at);
      }
    }
  });
  return buffers;
}

/** The operand in whose buffer the output of a step can lie. */
function hostFor(graph: PrimitiveGraph, step: Step, index: number, sharing: SharingRule, bufferOf: (value: ValueId) => SharedBuffer | undefined): ValueId | undefined {
  const [output = -1] = step.outputs;
  for (const { operand, how } of sharing(step)) {
    const buffer = isConstant(operand) ? undefined : bufferOf(operand);
    if (isConstant(operand) || buffer === undefined) continue;
    const sameElements = BYTES_PER_ELEMENT[graph.specOf(operand).dtype] === BYTES_PER_ELEMENT[graph.specOf(output).dtype];
    if (mayShare(buffer, how, { bytes: bytesOf(graph, output), sameElements }, index)) return operand;
  }
  return undefined;
}
