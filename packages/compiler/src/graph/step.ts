import { primitives, type PrimitiveAttrs, type PrimitiveName, type ScanAttrs, type TensorSpec } from '@kedge/graph-core';
import type { Constant } from './constant.js';
import type { PrimitiveGraph } from './primitive-graph.js';

/** Index of a value of a graph: of an input, or of something that a step puts out. */
export type ValueId = number;

/** What a step works on: a value that is computed, or a constant. */
export type Operand = ValueId | Constant;

/** The attributes of a primitive in a lowered graph: those it has everywhere, but the body of a loop is lowered, too. */
export type LoweredAttrs<K extends PrimitiveName> = K extends 'scan'
  ? Omit<ScanAttrs, 'body'> & { readonly body: PrimitiveGraph }
  : PrimitiveAttrs<K>;

/** Stands, among the inputs of an {@link Epilogue}, for what the step has computed so far. */
export const RESULT = 'result';

interface EpilogueOf<K extends PrimitiveName> {
  readonly primitive: K;
  readonly attrs: LoweredAttrs<K>;
  readonly inputs: readonly (Operand | typeof RESULT)[];
}

/**
 * A primitive that is done on a step's result before it is stored: a bias, an activation, the addition of a shortcut. Only
 * fusing rules make them; see `fuseRules`.
 */
export type Epilogue<K extends PrimitiveName = PrimitiveName> = { [P in K]: EpilogueOf<P> }[K];

interface StepOf<K extends PrimitiveName> {
  /** Where it comes from, e.g. `mixed0/conv2d_5/conv`; unique within the graph. */
  readonly name: string;
  readonly primitive: K;
  readonly attrs: LoweredAttrs<K>;
  readonly inputs: readonly Operand[];
  readonly outputs: readonly ValueId[];
  /** Done on the (single) output, in order; empty unless the graph was fused. */
  readonly epilogue: readonly Epilogue[];
}

/** One primitive of a lowered graph, as data. Narrow it by `primitive` to get at typed attributes. */
export type Step<K extends PrimitiveName = PrimitiveName> = { [P in K]: StepOf<P> }[K];

/** Whether an operand is a constant. */
export function isConstant(operand: Operand): operand is Constant {
  return typeof operand !== 'number';
}

/** Everything that a step reads, with repetitions: its inputs, then those of its epilogue. */
export function operandsOf(step: Step): readonly Operand[] {
  if (step.epilogue.length === 0) return step.inputs;
  const further = step.epilogue.flatMap(({ inputs }) => inputs.filter((input): input is Operand => input !== RESULT));
  return [...step.inputs, ...further];
}

/** Whether a step is of this primitive; narrows its attributes. */
export function isStep<K extends PrimitiveName>(step: Step | undefined, primitive: K): step is Extract<Step, { readonly primitive: K }> {
  return step?.primitive === primitive;
}

/**
 * Shapes and dtypes that a primitive gives, by its rule.
 *
 * @throws ShapeMismatchError, DTypeMismatchError or InvalidArgumentError when the inputs do not fit.
 */
export function inferOutputs<K extends PrimitiveName>(primitive: K, inputs: readonly TensorSpec[], attrs: LoweredAttrs<K>): readonly TensorSpec[] {
  // The table gives every primitive its own argument types; here they were paired by the caller.
  const infer = primitives[primitive].infer as (inputs: readonly TensorSpec[], attrs: unknown) => readonly TensorSpec[];
  return infer(inputs, attrs);
}
