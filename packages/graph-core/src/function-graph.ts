import { DuplicateNameError, InvalidArgumentError, KedgeError } from './errors.js';
import { walkBack, type Walk } from './graph-walk.js';
import { producerOf, type Node } from './node.js';
import type { Operation } from './operation.js';
import { orderOperations } from './operation-order.js';
import type { SymbolicTensor } from './symbolic-tensor.js';
import { flattenTree, mapTree, zipTree } from './tree.js';
import { isSymbolicTensor } from './value.js';

/** One step of {@link FunctionGraph.run}: an operation with its arguments filled in. */
export interface Application {
  readonly operation: Operation;
  readonly node: Node;
  readonly args: readonly unknown[];
  readonly kwargs: Readonly<Record<string, unknown>>;
}

/** A tensor that flows from one node to another. */
export interface Edge {
  readonly tensor: SymbolicTensor;
  readonly from: Node;
  readonly to: Node;
}

/**
 * The part of the graph between input tensors and output tensors, in an order in which it can be computed.
 *
 * It holds references to nodes and operations and copies nothing: two graphs over the same operations share their weights.
 */
export class FunctionGraph {
  /** The input tensors, flat, in order. */
  readonly inputs: readonly SymbolicTensor[];
  /** The output tensors, flat, in order. */
  readonly outputs: readonly SymbolicTensor[];
  /** The inputs in the arrays and records in which they were given. */
  readonly inputStructure: unknown;
  /** The outputs in the arrays and records in which they were given. */
  readonly outputStructure: unknown;
  /** Every node on a path from the inputs to the outputs, producers before consumers. */
  readonly nodes: readonly Node[];
  /** Every operation of those nodes, once, in Keras' order: by depth, then as the walk from the outputs met them. */
  readonly operations: readonly Operation[];
  readonly #lastUse: ReadonlyMap<SymbolicTensor, Node>;

  private constructor(inputStructure: unknown, outputStructure: unknown, walk: Walk) {
    this.inputStructure = inputStructure;
    this.outputStructure = outputStructure;
    this.inputs = flattenTree(inputStructure, isSymbolicTensor);
    this.outputs = flattenTree(outputStructure, isSymbolicTensor);
    this.nodes = walk.nodes;
    this.operations = orderOperations(walk.nodes, walk.firstSeen);
    this.#lastUse = new Map(this.nodes.flatMap((node) => node.inputs.map((tensor) => [tensor, node] as const)));
  }

  /**
   * Finds what lies between inputs and outputs by walking from the outputs back.
   *
   * Inputs may be tensors in the middle of a larger graph: the walk stops at them.
   *
   * @param inputs Tensors in arrays and records to any depth.
   * @param outputs Tensors in arrays and records to any depth.
   * @throws {DisconnectedGraphError} when an output needs something that the inputs do not give.
   * @throws {CyclicGraphError} when a tensor depends on itself.
   * @throws {DuplicateNameError} when two operations have one name.
   */
  static trace(inputs: unknown, outputs: unknown): FunctionGraph {
    const given = flattenTree(inputs, isSymbolicTensor);
    const walk = walkBack(given, outputs);
    const unused = given.map(producerOf).filter((node) => node?.isInput === true && !walk.nodes.includes(node));
    walk.nodes.unshift(...new Set(unused.filter((node) => node !== undefined)));
    expectUniqueNames(walk.nodes);
    return new FunctionGraph(inputs, outputs, walk);
  }

  /** The edges between nodes of this graph, in the order of the consumers. */
  get edges(): readonly Edge[] {
    const inside = new Set(this.nodes);
    return this.nodes.flatMap((to) =>
      to.inputs.flatMap((tensor) => {
        const from = producerOf(tensor);
        return from !== undefined && inside.has(from) ? [{ tensor, from, to }] : [];
      }),
    );
  }

  /** The operation of this name, or `undefined`. */
  getOperation(name: string): Operation | undefined {
    return this.operations.find((operation) => operation.name === name);
  }

  /**
   * Walks the nodes in order, keeping a value for each tensor only as long as a later node needs it.
   *
   * @param values One for each of `inputs`.
   * @param apply Gives the outputs of one node, nested as the operation nests them.
   * @param release Called with each value once nothing needs it any more; inputs and outputs are never released.
   * @returns One value for each of `outputs`.
   */
  run<V>(values: readonly V[], apply: (application: Application) => unknown, release?: (value: V) => void): V[] {
    if (values.length !== this.inputs.length) {
      throw new InvalidArgumentError(`Expected ${this.inputs.length} input values, got ${values.length}.`);
    }
    const held = new Map<SymbolicTensor, V>(this.inputs.map((tensor, i) => [tensor, values[i] as V]));
    const pinned = new Set<SymbolicTensor>([...this.inputs, ...this.outputs]);
    const valueOf = (tensor: SymbolicTensor): V => {
      if (!held.has(tensor)) throw new KedgeError('INTERNAL', `Tensor '${tensor.name}' was needed before it was computed.`);
      return held.get(tensor) as V;
    };
    for (const node of this.nodes) {
      if (node.isInput) continue;
      const filled = node.fillIn(valueOf);
      const results = apply({ operation: node.operation, node, ...filled });
      zipTree(node.outputStructure, results, isSymbolicTensor, (tensor, value) => {
        if (!held.has(tensor)) held.set(tensor, value as V);
      });
      for (const tensor of new Set([...node.inputs, ...node.outputs])) {
        const isNeeded = pinned.has(tensor) || (this.#lastUse.get(tensor) ?? node) !== node;
        if (isNeeded || !held.has(tensor)) continue;
        release?.(held.get(tensor) as V);
        held.delete(tensor);
      }
    }
    return this.outputs.map(valueOf);
  }

  /** Puts one value for each output into the structure that the outputs were given in. */
  packOutputs(values: readonly unknown[]): unknown {
    let next = 0;
    return mapTree(this.outputStructure, isSymbolicTensor, () => values[next++]);
  }
}

function expectUniqueNames(nodes: readonly Node[]): void {
  const owners = new Map<string, Operation>();
  for (const { operation } of nodes) {
    const owner = owners.get(operation.name) ?? operation;
    if (owner !== operation) {
      throw new DuplicateNameError(
        `Two operations of this graph are called '${operation.name}' (${owner.typeName} and ${operation.typeName}). Saved files refer to operations by name: give one of them another.`,
      );
    }
    owners.set(operation.name, operation);
  }
}
