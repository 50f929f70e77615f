import { inferenceRules, inferOutputs, isConstant, lower, operandsOf, rewrite, type PrimitiveGraph } from '@kedge/compiler';
import { isFullyKnown, KedgeError, type Tensor, type TensorSpec } from '@kedge/graph-core';
import type { Device, DevicePlan, StepTime } from './backend.js';
import type { LoweredModel } from './plans-for.js';

/** Stands in for a size that is not known, to see whether a plan says everything without it. */
const SAMPLE_SIZE = 2;

/** The plans of one model, whatever runs them. */
export interface Plans {
  /** The plan of the last run, or that of the declared shapes; as text, one line per step. */
  readonly latest: { toString(): string };
  /** Computes the outputs. */
  run(values: readonly Tensor[]): Promise<Tensor[]>;
  /** Runs with a clock at each step; missing where the steps cannot be told apart. */
  profile?(values: readonly Tensor[]): Promise<readonly StepTime[]>;
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
 * A plan that fits any size is made once, and the weights then live on the backend alone. Otherwise, or where the backend wants
 * to know all sizes, the model is lowered again for the sizes that come, and the plans of the last ones are kept.
 */
export class BoundPlans implements Plans {
  readonly #model: LoweredModel;
  readonly #device: Device;
  readonly #declared: PrimitiveGraph;
  /** Fits any size. */
  readonly #only: DevicePlan | undefined;
  /** By the shapes of the inputs, the one that was used last at the end. */
  readonly #bound = new Map<string, DevicePlan>();

  constructor(model: LoweredModel, device: Device) {
    this.#model = model;
    this.#device = device;
    this.#declared = rewrite(model.lowered, inferenceRules).graph;
    if (device.needsSizes || !fitsAnySize(this.#declared)) return;
    this.#only = device.prepare(this.#declared);
    model.pool.release();
  }

  /** The plan of the last run, or that of the declared shapes. */
  get latest(): { toString(): string } {
    return this.#only ?? [...this.#bound.values()].at(-1) ?? this.#declared;
  }

  run(values: readonly Tensor[]): Promise<Tensor[]> {
    return this.#bind(values).run(values);
  }

  async profile(values: readonly Tensor[]): Promise<readonly StepTime[]> {
    const plan = this.#bind(values);
    if (plan.profile === undefined) throw noProfile();
    return plan.profile(values);
  }

  /** Frees what is on the backend. */
  dispose(): void {
    this.#only?.dispose();
    for (const plan of this.#bound.values()) plan.dispose();
    this.#bound.clear();
  }

  /** The plan for inputs of these shapes. */
  #bind(values: readonly Tensor[]): DevicePlan {
    if (this.#only !== undefined) return this.#only;
    const inputShapes = values.map(({ shape }) => shape);
    const key = JSON.stringify(inputShapes);
    const known = this.#bound.get(key);
    if (known === undefined) this.#makeRoom();
    const { graph, pool } = this.#model;
    const plan = known ?? this.#device.prepare(rewrite(lower(graph, { inputShapes, pool }), inferenceRules).graph);
    this.#bound.delete(key);
    this.#bound.set(key, plan);
    return plan;
  }

  #makeRoom(): void {
    const [oldest] = this.#bound;
    if (oldest === undefined || this.#bound.size < this.#device.plansKept) return;
    const [key, plan] = oldest;
    plan.dispose();
    this.#bound.delete(key);
  }
}

/** The error of a profile that cannot be made. */
export function noProfile(): KedgeError {
  return new KedgeError('NOT_AVAILABLE', "profile: the steps of this session cannot be told apart. Make it with backend: 'wasm', of a model that the host has no part in.");
}
