import { disconnectedError } from './disconnected.js';
import { CyclicGraphError, InvalidArgumentError } from './errors.js';
import { graphEnds } from './graph-ends.js';
import { producerOf, type Node } from './node.js';
import type { Operation } from './operation.js';
import type { SymbolicTensor } from './symbolic-tensor.js';
import { formatPath, type TreePath } from './tree.js';

/** What a walk from the outputs back to the inputs has found. */
export interface Walk {
  /** The tensors at which the walk stopped. */
  readonly given: ReadonlySet<SymbolicTensor>;
  /** Producers before consumers. */
  readonly nodes: readonly Node[];
  /** For each operation, when the walk first met it. */
  readonly firstSeen: ReadonlyMap<Operation, number>;
}

/**
 * Walks depth first from the outputs to the inputs, without recursion, so that depth costs memory and no stack.
 *
 * Inputs of the graph that no output needs come first among the nodes, as they do in Keras.
 *
 * @param inputs Where the walk stops: tensors in arrays and records to any depth.
 * @param outputs Tensors in arrays and records to any depth.
 * @throws {DisconnectedGraphError} at a tensor that is no given input and that nothing computes.
 * @throws {CyclicGraphError} when a node is met on the way down from itself.
 * @throws {InvalidArgumentError} when something other than a tensor is among inputs or outputs, none is, or an input is twice.
 */
export function walkBack(inputs: unknown, outputs: unknown): Walk {
  const given = new Set<SymbolicTensor>();
  for (const { tensor, path } of graphEnds(inputs, 'inputs')) {
    if (given.has(tensor)) throw new InvalidArgumentError(`Expected each input once, got '${tensor.name}' again at ${formatPath('inputs', path)}.`);
    given.add(tensor);
  }
  const ends = graphEnds(outputs, 'outputs');
  const walker = new Walker(given, ends.map(({ tensor }) => tensor));
  for (const { tensor, path } of ends) walker.visit(tensor, path);
  return walker.finish();
}

class Walker {
  readonly #given: ReadonlySet<SymbolicTensor>;
  readonly #outputs: readonly SymbolicTensor[];
  readonly #nodes: Node[] = [];
  readonly #firstSeen = new Map<Operation, number>();
  /** Nodes met so far: whether everything behind them is done. */
  readonly #isDone = new Map<Node, boolean>();
  /** The way down: nodes, and for each which of its inputs comes next. */
  readonly #stack: Node[] = [];
  readonly #next: number[] = [];

  constructor(given: ReadonlySet<SymbolicTensor>, outputs: readonly SymbolicTensor[]) {
    this.#given = given;
    this.#outputs = outputs;
  }

  visit(output: SymbolicTensor, path: TreePath): void {
    this.#descend(output, undefined, path);
    for (let node = this.#stack.at(-1); node !== undefined; node = this.#stack.at(-1)) {
      const at = this.#stack.length - 1;
      const next = this.#next[at] ?? 0;
      const tensor = node.inputs[next];
      if (tensor === undefined) this.#leave(node);
      else {
        this.#next[at] = next + 1;
        this.#descend(tensor, node, path);
      }
    }
  }

  #descend(tensor: SymbolicTensor, consumer: Node | undefined, path: TreePath): void {
    const node = producerOf(tensor);
    const isGiven = this.#given.has(tensor);
    if (isGiven && node?.isInput !== true) return;
    if (node === undefined || (node.isInput && !isGiven)) {
      throw disconnectedError({ tensor, consumer, path, given: this.#given, outputs: this.#outputs });
    }
    const isDone = this.#isDone.get(node);
    if (isDone === true) return;
    if (isDone === false) throw this.#cycle(tensor, node);
    if (!this.#firstSeen.has(node.operation)) this.#firstSeen.set(node.operation, this.#firstSeen.size);
    this.#isDone.set(node, false);
    this.#stack.push(node);
    this.#next.push(0);
  }

  #leave(node: Node): void {
    this.#stack.pop();
    this.#next.pop();
    this.#isDone.set(node, true);
    this.#nodes.push(node);
  }

  #cycle(tensor: SymbolicTensor, node: Node): CyclicGraphError {
    const loop = this.#stack.slice(this.#stack.indexOf(node)).map(({ operation }) => operation.name);
    return new CyclicGraphError(
      `Tensor '${tensor.name}' depends on itself by way of ${[...loop, loop[0]].join(' <- ')}. A graph must not have a cycle: carry state through scan, or through inputs and outputs.`,
      { tensorName: tensor.name, operationNames: loop },
    );
  }

  /** Adds the inputs that nothing needs. */
  finish(): Walk {
    const unused = [...this.#given].map(producerOf).filter((node) => node?.isInput === true && !this.#isDone.has(node));
    const nodes = [...new Set(unused)].filter((node) => node !== undefined);
    // Keras puts them before every other operation of depth 0, in the order of the inputs.
    nodes.forEach(({ operation }, i) => {
      if (!this.#firstSeen.has(operation)) this.#firstSeen.set(operation, i - nodes.length);
    });
    return { given: this.#given, nodes: [...nodes, ...this.#nodes], firstSeen: this.#firstSeen };
  }
}
