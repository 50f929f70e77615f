import { InvalidArgumentError, KedgeError } from './errors.js';
import type { FunctionGraph } from './function-graph.js';
import type { Node } from './node.js';
import type { Operation } from './operation.js';
import type { SymbolicTensor } from './symbolic-tensor.js';
import { zipTree } from './tree.js';
import { isSymbolicTensor } from './value.js';

/** One step of {@link FunctionGraph.run}: an operation with its arguments filled in. */
export interface Application {
  readonly operation: Operation;
  readonly node: Node;
  readonly args: readonly unknown[];
  readonly kwargs: Readonly<Record<string, unknown>>;
}

/** For each tensor that a node takes, the last one that does. */
export function lastUses(nodes: readonly Node[]): Map<SymbolicTensor, Node> {
  const lastUse = new Map<SymbolicTensor, Node>();
  for (const node of nodes) for (const tensor of node.inputs) lastUse.set(tensor, node);
  return lastUse;
}

/** Runs a graph; see {@link FunctionGraph.run}. */
export function interpret<V>(task: {
  readonly graph: FunctionGraph;
  readonly lastUse: ReadonlyMap<SymbolicTensor, Node>;
  readonly values: readonly V[];
  readonly apply: (application: Application) => unknown;
  readonly release: ((value: V) => void) | undefined;
}): V[] {
  const { graph, lastUse, values, apply } = task;
  if (values.length !== graph.inputs.length) {
    throw new InvalidArgumentError(
      `Expected a value for each of ${graph.inputs.length} inputs (${graph.inputs.map(({ name }) => name).join(', ')}), got ${values.length}.`,
    );
  }
  const held = new HeldValues<V>(task.release);
  const pinned = new Set<SymbolicTensor>([...graph.inputs, ...graph.outputs]);
  graph.inputs.forEach((tensor, i) => held.put(tensor, values[i] as V));
  const valueOf = (tensor: SymbolicTensor): V => held.get(tensor);
  try {
    for (const node of graph.nodes) {
      if (node.isInput) continue;
      held.putOutputs(node, apply({ operation: node.operation, node, ...node.fillIn(valueOf) }));
      for (const tensor of node.inputs) if (lastUse.get(tensor) === node && !pinned.has(tensor)) held.drop(tensor);
      for (const tensor of node.outputs) if (!lastUse.has(tensor) && !pinned.has(tensor)) held.drop(tensor);
    }
  } catch (error) {
    held.dropAllBut(values);
    throw error;
  }
  return graph.outputs.map(valueOf);
}

/** The values that are still needed, and, where somebody wants to know when one is not, for how many tensors each stands. */
class HeldValues<V> {
  readonly #values = new Map<SymbolicTensor, V>();
  readonly #holders = new Map<V, number>();
  readonly #release: ((value: V) => void) | undefined;

  constructor(release: ((value: V) => void) | undefined) {
    this.#release = release;
  }

  get(tensor: SymbolicTensor): V {
    const value = this.#values.get(tensor);
    if (value === undefined && !this.#values.has(tensor)) {
      throw new KedgeError('INTERNAL', `Tensor '${tensor.name}' was needed before it was computed.`);
    }
    return value as V;
  }

  put(tensor: SymbolicTensor, value: V): void {
    this.#values.set(tensor, value);
    if (this.#release !== undefined) this.#holders.set(value, (this.#holders.get(value) ?? 0) + 1);
  }

  putOutputs(node: Node, results: unknown): void {
    const unwanted = new Set<V>();
    try {
      zipTree(node.outputStructure, results, isSymbolicTensor, (tensor, value) => {
        // A tensor that the graph starts from keeps the value that it was given.
        if (this.#values.has(tensor)) unwanted.add(value as V);
        else this.put(tensor, value as V);
      });
    } catch (error) {
      if (!(error instanceof KedgeError)) throw error;
      throw new KedgeError(error.code, `'${node.operation.name}' gave other outputs than it promised. ${error.message}`, { cause: error });
    }
    for (const value of unwanted) if (!this.#holders.has(value)) this.#release?.(value);
  }

  drop(tensor: SymbolicTensor): void {
    // An argument may be given twice.
    if (!this.#values.has(tensor)) return;
    const value = this.#values.get(tensor) as V;
    this.#values.delete(tensor);
    if (this.#release === undefined) return;
    const left = (this.#holders.get(value) ?? 1) - 1;
    if (left > 0) this.#holders.set(value, left);
    else {
      this.#holders.delete(value);
      this.#release(value);
    }
  }

  /** After a failure nobody gets the outputs: all that was computed is released. */
  dropAllBut(given: readonly V[]): void {
    const kept = new Set(given);
    for (const value of this.#holders.keys()) if (!kept.has(value)) this.#release?.(value);
    this.#values.clear();
    this.#holders.clear();
  }
}
