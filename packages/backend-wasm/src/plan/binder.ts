import type { Constant, Operand, PrimitiveGraph, Step } from '@kedge/compiler';
import type { DType, PrimitiveName } from '@kedge/graph-core';
import type { Machine } from '../engine/machine.js';
import type { Call, PackedForm, Pointer } from './kernel-call.js';

/** Shape and dtype of an operand, all sizes known. */
export interface BoundSpec {
  readonly shape: readonly number[];
  readonly dtype: DType;
}

/** What a binder may ask for. */
export interface BindContext {
  /** What the code runs on, to choose kernels by. */
  readonly machine: Machine;
  /** The graph that the step is of. */
  readonly graph: PrimitiveGraph;
  /** @throws {KedgeError} `UNBOUND_SHAPE` when a size is not known. */
  specOf(operand: Operand): BoundSpec;
  /** Where an operand lies; a constant as its raw values. */
  pointer(operand: Operand): Pointer;
  /**
   * Elements from one row of the last axis to the next: the size of that axis, unless the value lies inside the result of a
   * concatenation. Only binders that are `strided` see anything else.
   */
  rowStride(operand: Operand): number;
  /** A constant in a form of its own. */
  pack(constant: Constant, form: PackedForm): Pointer;
  /**
   * Numbers that follow from sizes, as a constant of the plan.
   *
   * @param label For people.
   */
  table(label: string, data: Float32Array | Int32Array): Pointer;
  /** Room for what one kernel call of the step hands to the next; 16-byte aligned, and free again after the step. */
  workspace(bytes: number): Pointer;
  /**
   * Binds the body of a loop, in room that belongs to the step.
   *
   * @param inputs Where the inputs of the body lie; the body does not write there.
   */
  bindBody(body: PrimitiveGraph, inputs: readonly Pointer[]): BoundBody;
}

/** The body of a loop, bound. */
export interface BoundBody {
  readonly calls: readonly Call[];
  /** Where its outputs lie; one that hands an input through lies where that input lies. */
  readonly outputs: readonly Pointer[];
}

/**
 * Turns one step into calls of kernels. Steps that need no work, e.g. a reshape whose result lies where its input lies, give
 * none.
 */
export type Binder<P extends PrimitiveName> = (step: Extract<Step, { readonly primitive: P }>, context: BindContext) => readonly Call[];

/** Binders by primitive. */
export type Binders = { readonly [P in PrimitiveName]?: Binder<P> };
