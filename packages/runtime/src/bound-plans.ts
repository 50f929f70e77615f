import {
  inferenceRules,
  inferOutputs,
  isConstant,
  lower,
  operandsOf,
  prepare,
  rewrite,
  type ConstantPool,
  type PreparedGraph,
  type PrimitiveGraph,
} from '@kedge/compiler';
import { isFullyKnown, type EagerBackend, type FunctionGraph, type Shape, type Tensor, type TensorSpec } from '@kedge/graph-core';
import { runPrepared } from './run-prepared.js';

/** Stands in for a size that is not known, to see whether a plan says everything without it. */
const SAMPLE_SIZE = 2;

/** A model in primitives, for the shapes that it declares. */
export interface Lowered {
  readonly pool: ConstantPool;
  readonly lowered: PrimitiveGraph;
}

/** The plans of one model, whatever runs them. */
export interface Plans {
  /** The plan of the last run, or that of the declared shapes; as text, one line per step. */
  readonly latest: { toString(): string };
  /** Computes the outputs. */
  run(values: readonly Tensor[]): Promise<Tensor[]>;
  /** Frees what is on a backend. */
  dispose(): void;
}

/**
 * Whether a plan can be run for any sizes as it is: given some sizes, those of every step follow.
 */
export function fitsAnySize(graph: PrimitiveGraph): boolean {
  const specs = new Map<number, TensorSpec>(
    graph.inputs.map(({ value, shape, dtype }) => [value, { shape: shape.map((dim) => dim ?? SAMPLE_SIZE), dtype }]),
  );
  const specOf = (operand: Parameters<PrimitiveGraph['specOf']>[0]): TensorSpec => (isConstant(operand) ? operand : (specs.get(operand) ?? graph.specOf(operand)));
  try {
    return graph.steps.every((step) => {
      const outputs = inferOutputs(step.primitive, operandsOf(step).slice(0, step.inputs.length).map(specOf), step.attrs);
      step.outputs.forEach((value, i) => specs.set(value, outputs[i] ?? graph.specOf(value)));
      return step.primitive !== 'scan' && outputs.every(({ shape }) => isFullyKnown(shape));
    });
  } catch {
    // The sample is too small for this model: it has to be bound to the sizes that come.
    return false;
  }
}

/**
 * The plans of one model on one backend.
 *
 * A plan that fits any size is made once, and the weights then live on the backend alone. Otherwise the model is lowered
 * again for the sizes that come, and the plan of the last ones is kept.
 */
export class BoundPlans implements Plans {
  readonly #graph: FunctionGraph;
  readonly #backend: EagerBackend;
  readonly #pool: ConstantPool;
  #prepared: PreparedGraph | undefined;
  #key: string | undefined;
  #lowered: PrimitiveGraph;

  constructor(graph: FunctionGraph, backend: EagerBackend, { pool, lowered }: Lowered) {
    this.#graph = graph;
    this.#backend = backend;
    this.#pool = pool;
    this.#lowered = rewrite(lowered, inferenceRules).graph;
    if (!fitsAnySize(this.#lowered)) return;
    this.#prepared = prepare(this.#lowered, backend);
    this.#pool.release();
  }

  /** The plan of the last run, or that of the declared shapes. */
  get latest(): PrimitiveGraph {
    return this.#lowered;
  }

  /** The plan for inputs of these shapes. */
  bind(shapes: readonly (readonly number[])[]): PreparedGraph {
    const key = JSON.stringify(shapes);
    if (this.#prepared !== undefined && (this.#key === undefined || this.#key === key)) return this.#prepared;
    this.#prepared?.dispose();
    this.#lowered = this.#lower(shapes);
    this.#prepared = prepare(this.#lowered, this.#backend);
    this.#key = key;
    return this.#prepared;
  }

  run(values: readonly Tensor[]): Promise<Tensor[]> {
    return runPrepared(this.bind(values.map(({ shape }) => shape)), values);
  }

  /** Frees what is on the backend. */
  dispose(): void {
    this.#prepared?.dispose();
    this.#prepared = undefined;
  }

  #lower(inputShapes: readonly Shape[]): PrimitiveGraph {
    return rewrite(lower(this.#graph, { inputShapes, pool: this.#pool }), inferenceRules).graph;
  }
}
