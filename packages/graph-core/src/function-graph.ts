import { DuplicateNameError } from './errors.js';
import { walkBack, type Walk } from './graph-walk.js';
import { interpret, lastUses, type Application } from './interpreter.js';
import { producerOf, type Node } from './node.js';
import type { Operation } from './operation.js';
import { orderOperations } from './operation-order.js';
import type { SymbolicTensor } from './symbolic-tensor.js';
import { flattenTree, mapTree } from './tree.js';
import { isSymbolicTensor } from './value.js';

export type { Application };

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
  /** Every node that the outputs need, up to the inputs, producers before consumers; unused inputs come first. */
  readonly nodes: readonly Node[];
  readonly #walk: Walk;
  #operations: readonly Operation[] | undefined;
  #lastUse: ReadonlyMap<SymbolicTensor, Node> | undefined;

  private constructor(inputStructure: unknown, outputStructure: unknown, walk: Walk) {
    this.inputStructure = inputStructure;
    this.outputStructure = outputStructure;
    this.inputs = flattenTree(inputStructure, isSymbolicTensor);
    this.outputs = flattenTree(outputStructure, isSymbolicTensor);
    this.nodes = walk.nodes;
    this.#walk = walk;
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
   * @throws {InvalidArgumentError} when there is something other than tensors among inputs or outputs, or an input twice.
   *
   * @example
   * const x = placeholder({ shape: [null, 4], dtype: 'float32' }, 'x');
   * FunctionGraph.trace(x, ops.relu(x)).nodes.length; // 2
   */
  static trace(inputs: unknown, outputs: unknown): FunctionGraph {
    const walk = walkBack(inputs, outputs);
    expectUniqueNames(walk);
    return new FunctionGraph(inputs, outputs, walk);
  }

  /** Every operation of the nodes, once, in Keras' order: by depth, then as the walk from the outputs met them. */
  get operations(): readonly Operation[] {
    return (this.#operations ??= orderOperations(this.#walk));
  }

  /** The edges between nodes of this graph, in the order of the consumers. */
  get edges(): readonly Edge[] {
    const inside = new Set(this.nodes);
    const edges: Edge[] = [];
    for (const to of this.nodes) {
      for (const tensor of to.inputs) {
        const from = producerOf(tensor);
        if (from === undefined || !inside.has(from)) continue;
        // A given tensor comes from outside, even where its producer is needed for something else.
        if (from.isInput || !this.#walk.given.has(tensor)) edges.push({ tensor, from, to });
      }
    }
    return edges;
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
   * @param release Called once with each value that nothing needs any more. A value that stands for several tensors, as when
   * an operation hands its input through, is released with the last of them; inputs and outputs never are. If `apply` throws,
   * everything computed so far is released.
   * @returns One value for each of `outputs`.
   * @throws {InvalidArgumentError} when the count of values differs.
   * @throws {KedgeError} `STRUCTURE_MISMATCH` when `apply` gives other outputs than the node has.
   */
  run<V>(values: readonly V[], apply: (application: Application) => unknown, release?: (value: V) => void): V[] {
    this.#lastUse ??= lastUses(this.nodes);
    return interpret({ graph: this, lastUse: this.#lastUse, values, apply, release });
  }

  /** Puts one value for each output into the structure that the outputs were given in. */
  packOutputs(values: readonly unknown[]): unknown {
    let next = 0;
    return mapTree(this.outputStructure, isSymbolicTensor, () => values[next++]);
  }
}

function expectUniqueNames({ firstSeen }: Walk): void {
  const owners = new Map<string, Operation>();
  for (const operation of firstSeen.keys()) {
    const { name, typeName } = operation;
    const owner = owners.get(name);
    if (owner !== undefined) {
      throw new DuplicateNameError(
        `Two operations of this graph are called '${name}' (${owner.typeName} and ${typeName}). Saved files refer to operations by name: give one of them another.`,
        { operationName: name },
      );
    }
    owners.set(name, operation);
  }
}
