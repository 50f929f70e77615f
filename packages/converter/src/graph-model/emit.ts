import type { LoweredAttrs } from '@kedge/compiler';
import type { Dim, PrimitiveName, TensorSpec } from '@kedge/graph-core';
import { UnsupportedInFormatError } from '@kedge/layers/engine';
import { attr, type GraphDef, type NodeOutput } from './graph-def.js';
import { sizesNode } from './open-sizes.js';

/** One primitive that is to become nodes. */
export interface Call<K extends PrimitiveName = PrimitiveName> {
  readonly graph: GraphDef;
  /** For the nodes, and for messages. */
  readonly name: string;
  readonly primitive: K;
  readonly attrs: LoweredAttrs<K>;
  readonly inputs: readonly NodeOutput[];
  readonly inputSpecs: readonly TensorSpec[];
  readonly outputSpecs: readonly TensorSpec[];
  /** What is known of sizes that only a run tells. */
  readonly open: OpenCall;
}

/** Sizes of one step that only a run tells: see `OpenSizes`. */
export interface OpenCall {
  /** Shapes with primes in place of such sizes; `undefined` where they are not known. */
  readonly inputs: readonly (readonly number[] | undefined)[];
  readonly outputs: readonly (readonly number[] | undefined)[];
  /** A node for a size that a prime stands for. */
  readonly nodeOf: (size: number) => NodeOutput | undefined;
}

/** Makes the nodes of a primitive and gives its outputs. */
export type Emit<K extends PrimitiveName> = (call: Call<K>) => readonly NodeOutput[];

/** Refuses a step that a graph-model cannot hold. */
export function refuse(call: Pick<Call, 'name' | 'primitive'>, why: string): never {
  throw new UnsupportedInFormatError(`'${call.name}' (${call.primitive}) cannot be part of a tfjs graph-model: ${why}. Save a tfjs layers-model, a .keras or a .h5 instead.`);
}

export const FIX_SHAPE = "Give the model's input a fixed shape";

export const specOf = ({ inputSpecs }: Pick<Call, 'inputSpecs'>, i: number): TensorSpec => inputSpecs[i] ?? { shape: [], dtype: 'float32' };
export const shapeAt = (call: Pick<Call, 'inputSpecs'>, i: number): readonly Dim[] => specOf(call, i).shape;
export const outputOf = ({ outputSpecs }: Pick<Call, 'outputSpecs'>): TensorSpec => outputSpecs[0] ?? { shape: [], dtype: 'float32' };

/** The type of the first input, as most operations name it. */
export const typeAttr = (call: Pick<Call, 'inputSpecs'>): Readonly<Record<string, ReturnType<typeof attr.type>>> => ({ T: attr.type(specOf(call, 0).dtype) });

/** A primitive that is one operation of the same inputs. */
export function direct<K extends PrimitiveName>(op: string): Emit<K> {
  return (call) => [call.graph.add(op, call.name, call.inputs, typeAttr(call))];
}

/**
 * The same elements in another shape.
 *
 * @param primed The shape with primes for sizes that only a run tells, where more than one is such.
 */
export function reshapeTo(call: Pick<Call, 'graph' | 'name' | 'primitive' | 'open'>, x: NodeOutput, shape: readonly Dim[], primed?: readonly (number | undefined)[]): NodeOutput {
  const isOpen = (dim: Dim): boolean => dim === null || dim === -1;
  const last = shape.findLastIndex(isOpen);
  const sizes = shape.map((dim, i) => (i === last ? -1 : dim === -1 ? null : dim));
  const node = sizesNode(sizes, primed, call.graph, call.name, call.open.nodeOf);
  if (node === undefined) return refuse(call, `more than one size of its result (${shape.map((dim) => dim ?? 'null').join(', ')}) is not known before it runs. ${FIX_SHAPE}`);
  return call.graph.add('Reshape', `${call.name}/reshape`, [x, node], { T: attr.type('float32') });
}

export function transposeBy(call: Pick<Call, 'graph' | 'name'>, x: NodeOutput, axes: readonly number[]): NodeOutput {
  return axes.every((axis, i) => axis === i) ? x : call.graph.add('Transpose', `${call.name}/transpose`, [x, call.graph.ints(axes, `${call.name}/perm`)]);
}

export function castTo(call: Pick<Call, 'graph' | 'name'>, x: NodeOutput, from: TensorSpec['dtype'], to: TensorSpec['dtype']): NodeOutput {
  return call.graph.add('Cast', `${call.name}/cast`, [x], { SrcT: attr.type(from), DstT: attr.type(to) });
}
