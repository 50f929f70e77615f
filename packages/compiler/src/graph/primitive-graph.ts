import { KedgeError, type TensorSpec } from '@kedge/graph-core';
import type { Constant } from './constant.js';
import type { ConstantPool } from './constant-pool.js';
import { printGraph } from './print.js';
import { isConstant, operandsOf, type Operand, type Step, type ValueId } from './step.js';

/** Where values enter. */
export interface GraphInput extends TensorSpec {
  readonly name: string;
  readonly value: ValueId;
}

/** What a graph gives: a value that a step computes, an input handed through, or a constant. */
export interface GraphOutput extends TensorSpec {
  readonly name: string;
  readonly operand: Operand;
}

/** The parts of a {@link PrimitiveGraph}. */
export interface GraphParts {
  readonly inputs: readonly { readonly name: string; readonly value: ValueId }[];
  readonly outputs: readonly { readonly name: string; readonly operand: Operand }[];
  /** Producers before consumers. */
  readonly steps: readonly Step[];
  /** Shape and dtype of every value, by its id. */
  readonly specs: readonly TensorSpec[];
  readonly pool: ConstantPool;
}

/**
 * A computation in primitives, as data: what is left of a model once layers and nested models are inlined.
 *
 * It is never changed; rewriting gives another one. Steps are in an order in which they can be run. Value ids are dense: the
 * inputs come first, then what the steps put out, in order.
 */
export class PrimitiveGraph {
  readonly inputs: readonly GraphInput[];
  readonly outputs: readonly GraphOutput[];
  readonly steps: readonly Step[];
  /** Shape and dtype of every value, by its id. */
  readonly specs: readonly TensorSpec[];
  /** Where the constants come from. */
  readonly pool: ConstantPool;

  constructor({ inputs, outputs, steps, specs, pool }: GraphParts) {
    this.steps = steps;
    this.specs = specs;
    this.pool = pool;
    this.inputs = inputs.map((input) => ({ ...input, ...specIn(specs, input.value) }));
    this.outputs = outputs.map((output) => ({ ...output, ...specIn(specs, output.operand) }));
  }

  /** Shape and dtype of a value or a constant. */
  specOf(operand: Operand): TensorSpec {
    return specIn(this.specs, operand);
  }

  /** How often each value is read, by its id; being an output of the graph counts, too. */
  get useCounts(): readonly number[] {
    const counts = this.specs.map(() => 0);
    const reads = [...this.steps.flatMap(operandsOf), ...this.outputs.map(({ operand }) => operand)];
    for (const operand of reads) if (!isConstant(operand)) counts[operand] = (counts[operand] ?? 0) + 1;
    return counts;
  }

  /** The index of the step that puts out each value, by its id; `undefined` for an input. */
  get producers(): readonly (number | undefined)[] {
    const producers: (number | undefined)[] = this.specs.map(() => undefined);
    this.steps.forEach(({ outputs }, i) => {
      for (const value of outputs) producers[value] = i;
    });
    return producers;
  }

  /** The constants that steps and outputs use, each once, in order of first use; those in the bodies of loops, too. */
  get constants(): readonly Constant[] {
    const used = this.steps.flatMap((step): readonly Operand[] => {
      const inside = step.primitive === 'scan' ? step.attrs.body.constants : [];
      return [...operandsOf(step), ...inside];
    });
    return [...new Set([...used, ...this.outputs.map(({ operand }) => operand)].filter(isConstant))];
  }

  /** The graph as text: one line for each step, the same for the same graph. */
  toString(): string {
    return printGraph(this);
  }
}

function specIn(specs: readonly TensorSpec[], operand: Operand): TensorSpec {
  const spec = isConstant(operand) ? operand : specs[operand];
  if (spec === undefined) throw new KedgeError('INTERNAL', `A graph refers to value ${String(operand)} of ${specs.length}.`);
  return { shape: spec.shape, dtype: spec.dtype };
}
