import type { PrimitiveName, TensorSpec } from '@kedge/graph-core';
import type { ConstantPool } from '../graph/constant-pool.js';
import type { Epilogue, LoweredAttrs, Operand, Step, ValueId } from '../graph/step.js';
import type { Evaluator } from '../host/evaluator.js';

/** What a rule may look at. */
export interface GraphView {
  readonly pool: ConstantPool;
  readonly evaluator: Evaluator;
  /** Shape and dtype of a value or a constant. */
  specOf(operand: Operand): TensorSpec;
  /** The step that puts a value out; `undefined` for inputs and constants. */
  producerOf(operand: Operand | undefined): Step | undefined;
  /** {@link GraphView.producerOf}, if the operand is all that it puts out, is read only once, and is no output of the graph. */
  soleProducerOf(operand: Operand | undefined): Step | undefined;
  /** {@link GraphView.soleProducerOf} without steps that have an epilogue. */
  solePlainProducerOf(operand: Operand | undefined): Step | undefined;
  /** An earlier step that computes the very same thing. */
  earlierTwinOf(step: Step): Step | undefined;
}

/** One step that a rule adds. */
export interface NewStep<K extends PrimitiveName> {
  readonly name: string;
  readonly inputs: readonly Operand[];
  readonly attrs: LoweredAttrs<K>;
  readonly epilogue?: readonly Epilogue[];
}

/** What a rule builds with. */
export interface Builder {
  readonly pool: ConstantPool;
  readonly evaluator: Evaluator;
  /**
   * Adds a step with one output.
   *
   * @returns Its output.
   */
  emit<K extends PrimitiveName>(primitive: K, step: NewStep<K>): ValueId;
}

/**
 * One way to make a graph better.
 *
 * A rule must make progress: what it takes away must cost more than what it adds (see `stepCost`), or the engine throws.
 */
export interface Rule {
  /** For logs and errors. */
  readonly name: string;
  /** The rule and why it is right, in one line. */
  readonly why: string;
  /** The primitives that it may start at, from which it looks at what comes before; `any` for all. */
  readonly at: readonly PrimitiveName[] | 'any';
  /** Whether it may start at a step that has an epilogue; by default it may not. */
  readonly takesFused?: boolean;
  /** Looks, and changes nothing. */
  readonly match: (step: Step, graph: GraphView) => unknown;
  /** What takes the place of the step's outputs, one operand for each. */
  readonly rewrite: (match: never, build: Builder) => readonly Operand[];
}

/** What a rule that starts at certain primitives is made of; see {@link Rule}. */
export interface RuleDefinition<K extends PrimitiveName, M> {
  readonly name: string;
  readonly why: string;
  readonly at: readonly K[] | 'any';
  readonly takesFused?: boolean;
  /** `undefined` where the rule does not apply. */
  readonly match: (step: Step<K>, graph: GraphView) => M | undefined;
  readonly rewrite: (match: M, build: Builder) => readonly Operand[];
}

/** Makes a {@link Rule}; the types of steps and of the match are read off the argument. */
export function defineRule<K extends PrimitiveName, M>(definition: RuleDefinition<K, M>): Rule {
  // The engine calls match() at the named primitives only, and rewrite() with what match() gave.
  return definition as unknown as Rule;
}

/** A rule that finds what a step's single output is equal to, and adds nothing. */
export function defineRemoval<K extends PrimitiveName>(
  definition: Omit<RuleDefinition<K, Operand>, 'rewrite'>,
): Rule {
  return defineRule({ ...definition, rewrite: (operand) => [operand] });
}

