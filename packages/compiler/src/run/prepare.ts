import { areCompatible, formatShape, InvalidArgumentError, KedgeError, ShapeMismatchError, type EagerBackend, type EagerValue, type PrimitiveName, type Tensor } from '@kedge/graph-core';
import type { Constant } from '../graph/constant.js';
import type { PrimitiveGraph } from '../graph/primitive-graph.js';
import { isConstant, operandsOf, RESULT, type Epilogue, type Operand, type Step } from '../graph/step.js';
import { execute } from './execute.js';
import { Holdings } from './holdings.js';
import { runLoop } from './loop.js';

/** A graph whose constants are on a backend. */
export interface PreparedGraph {
  readonly graph: PrimitiveGraph;
  readonly backend: EagerBackend;
  /**
   * Computes the outputs. What is computed on the way is freed after its last use.
   *
   * @param inputs One value of the backend for each input of the graph, in order. They are read and stay the caller's.
   * @returns One value for each output, the caller's to dispose of. An output that is an input is that very value.
   * @throws {InvalidArgumentError} when the count differs.
   * @throws {ShapeMismatchError} when a shape or dtype does.
   */
  run(inputs: readonly EagerValue[]): EagerValue[];
  /** Frees the constants; the graph cannot be run any more. */
  dispose(): void;
}

/**
 * Puts the constants of a graph on a backend, each once, so that it can be run there step by step.
 *
 * Weights are taken as they are now: training that goes on does not change what is computed here. When nothing else needs the
 * constants in host memory, call `graph.pool.release()` afterwards.
 */
export function prepare(graph: PrimitiveGraph, backend: EagerBackend): PreparedGraph {
  return new Prepared(graph, backend);
}

class Prepared implements PreparedGraph {
  readonly graph: PrimitiveGraph;
  readonly backend: EagerBackend;
  readonly #uploads = new Map<Constant, EagerValue>();
  /** Values of constants that may come out as they are: each run gives a copy of them. */
  readonly #copies = new Map<EagerValue, Tensor>();
  readonly #useCounts = new Map<PrimitiveGraph, readonly number[]>();
  #isDisposed = false;

  constructor(graph: PrimitiveGraph, backend: EagerBackend) {
    this.graph = graph;
    this.backend = backend;
    for (const constant of graph.constants) this.#uploads.set(constant, backend.keep(backend.fromTensor(constant.value())));
    for (const constant of constantsThatComeOut(graph)) this.#copies.set(valueOf(constant, this.#uploads), constant.value());
  }

  run(inputs: readonly EagerValue[]): EagerValue[] {
    if (this.#isDisposed) throw new KedgeError('DISPOSED', 'This graph was disposed of. Prepare it again to run it.');
    expectInputs(this.graph, inputs);
    return this.#run(this.graph, inputs);
  }

  dispose(): void {
    for (const value of this.#uploads.values()) value.dispose();
    this.#uploads.clear();
    this.#copies.clear();
    this.#isDisposed = true;
  }

  /** Runs the graph or the body of one of its loops. */
  #run(graph: PrimitiveGraph, inputs: readonly EagerValue[]): EagerValue[] {
    const holdings = new Holdings([...inputs, ...this.#uploads.values()]);
    try {
      const values = new Map<Operand, EagerValue>([...this.#uploads, ...graph.inputs.map(({ value }, i) => [value, inputs[i] as EagerValue] as const)]);
      const left = [...this.#countsOf(graph)];
      for (const step of graph.steps) this.#step(step, values, left, holdings);
      return graph.outputs.map(({ operand }) => this.#ownedByCaller(valueOf(operand, values)));
    } catch (error) {
      holdings.dropAll();
      throw error;
    }
  }

  #countsOf(graph: PrimitiveGraph): readonly number[] {
    const counts = this.#useCounts.get(graph) ?? graph.useCounts;
    this.#useCounts.set(graph, counts);
    return counts;
  }

  #ownedByCaller(value: EagerValue): EagerValue {
    const copy = this.#copies.get(value);
    return copy === undefined ? value : this.backend.fromTensor(copy);
  }

  #step(step: Step, values: Map<Operand, EagerValue>, left: number[], holdings: Holdings): void {
    const inputs = step.inputs.map((operand) => valueOf(operand, values));
    const results = (step.primitive === 'scan'
      ? runLoop(this.backend, inputs, step.attrs, (body, given) => this.#run(body, given))
      : execute(this.backend, step.primitive, inputs, step.attrs)
    ).map((value) => holdings.hold(value));
    const finished = step.epilogue.reduce((current, call) => this.#epilogue(call, current, values, holdings), results);
    step.outputs.forEach((id, i) => values.set(id, finished[i] as EagerValue));
    for (const operand of [...operandsOf(step).filter((operand) => typeof operand === 'number'), ...step.outputs]) {
      const isOutput = step.outputs.includes(operand);
      left[operand] = (left[operand] ?? 0) - (isOutput ? 0 : 1);
      if (left[operand] !== 0) continue;
      holdings.drop(valueOf(operand, values));
      values.delete(operand);
    }
  }

  #epilogue(call: Epilogue, current: readonly EagerValue[], values: ReadonlyMap<Operand, EagerValue>, holdings: Holdings): EagerValue[] {
    const [result] = current as readonly [EagerValue];
    const inputs = call.inputs.map((operand) => (operand === RESULT ? result : valueOf(operand, values)));
    const next = execute(this.backend, call.primitive as Exclude<Epilogue['primitive'], 'scan'>, inputs, call.attrs).map((value) => holdings.hold(value));
    holdings.drop(result);
    return next;
  }
}

/** Primitives for which a backend may hand its input through, so that a constant comes out as it is. */
const MAY_HAND_THROUGH: ReadonlySet<PrimitiveName> = new Set<PrimitiveName>([
  'scan', 'identity', 'stopGradient', 'cast', 'reshape', 'expandDims', 'squeeze', 'transpose', 'broadcastTo', 'concatenate', 'split',
  'slice', 'stridedSlice', 'pad', 'reverse', 'tile',
]);

/** Constants that may become outputs as they are. */
function constantsThatComeOut(graph: PrimitiveGraph): Constant[] {
  const inside = graph.steps.flatMap((step): readonly Operand[] => {
    const ofBody = step.primitive === 'scan' ? constantsThatComeOut(step.attrs.body) : [];
    return MAY_HAND_THROUGH.has(step.primitive) ? [...step.inputs, ...ofBody] : [];
  });
  return [...inside, ...graph.outputs.map(({ operand }) => operand)].filter(isConstant);
}

function valueOf<O extends Operand>(operand: O, values: ReadonlyMap<O, EagerValue>): EagerValue {
  const value = values.get(operand);
  if (value === undefined) throw new KedgeError('INTERNAL', `Value ${typeof operand === 'number' ? operand : operand.label} was needed when it was not there.`);
  return value;
}

function expectInputs(graph: PrimitiveGraph, inputs: readonly EagerValue[]): void {
  if (inputs.length !== graph.inputs.length) {
    throw new InvalidArgumentError(`Expected ${graph.inputs.length} inputs (${graph.inputs.map(({ name }) => name).join(', ')}), got ${inputs.length}.`);
  }
  graph.inputs.forEach(({ name, shape, dtype }, i) => {
    const given = inputs[i];
    if (given === undefined || (areCompatible(given.shape, shape) && given.dtype === dtype)) return;
    throw new ShapeMismatchError(`Input '${name}' takes ${dtype} ${formatShape(shape)}, got ${given.dtype} ${formatShape(given.shape)}.`);
  });
}
