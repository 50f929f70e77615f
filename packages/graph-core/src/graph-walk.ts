import { CyclicGraphError, DisconnectedGraphError, InvalidArgumentError } from './errors.js';
import { producerOf, type Node } from './node.js';
import type { Operation } from './operation.js';
import { formatShape } from './shape.js';
import type { SymbolicTensor } from './symbolic-tensor.js';
import { collectLeaves, formatPath } from './tree.js';
import { isSymbolicTensor } from './value.js';

/** What a walk from the outputs back to the inputs has found. */
export interface Walk {
  /** Producers before consumers. */
  readonly nodes: Node[];
  /** For each operation, when the walk first met it. */
  readonly firstSeen: Map<Operation, number>;
}

/** A node on the way down, and which of its inputs comes next. */
interface Frame {
  readonly node: Node;
  next: number;
}

/**
 * Walks depth first from the outputs to the inputs, without recursion, so that depth costs memory and no stack.
 *
 * @param inputs Where the walk stops.
 * @param outputs Tensors in arrays and records to any depth.
 * @throws {DisconnectedGraphError} at a tensor that is no given input and that nothing computes.
 * @throws {CyclicGraphError} when a node is met on the way down from itself.
 */
export function walkBack(inputs: readonly SymbolicTensor[], outputs: unknown): Walk {
  if (inputs.length === 0) throw new InvalidArgumentError('Expected at least one input tensor to trace from, got none.');
  const walk: Walk = { nodes: [], firstSeen: new Map() };
  const walker = new Walker(inputs, walk);
  let count = 0;
  collectLeaves(outputs, isSymbolicTensor, (tensor, path) => {
    count += 1;
    walker.visitOutput(tensor, formatPath('outputs', path));
  });
  if (count === 0) throw new InvalidArgumentError('Expected at least one output tensor to trace to, got none.');
  return walk;
}

class Walker {
  readonly #given: ReadonlySet<SymbolicTensor>;
  readonly #walk: Walk;
  readonly #finished = new Set<Node>();
  readonly #inProgress = new Set<Node>();

  constructor(inputs: readonly SymbolicTensor[], walk: Walk) {
    this.#given = new Set(inputs);
    this.#walk = walk;
  }

  visitOutput(output: SymbolicTensor, place: string): void {
    const stack: Frame[] = [];
    this.#descend(output, undefined, place, stack);
    for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
      const tensor = frame.node.inputs[frame.next];
      if (tensor === undefined || frame.node.isInput) this.#finish(stack);
      else {
        frame.next += 1;
        this.#descend(tensor, frame.node, place, stack);
      }
    }
  }

  #descend(tensor: SymbolicTensor, consumer: Node | undefined, place: string, stack: Frame[]): void {
    const node = producerOf(tensor);
    const isGiven = this.#given.has(tensor);
    if (isGiven && node?.isInput !== true) return;
    if (node === undefined || (node.isInput && !isGiven)) throw this.#disconnected(tensor, consumer, place);
    if (this.#finished.has(node)) return;
    if (this.#inProgress.has(node)) {
      throw new CyclicGraphError(`Tensor '${tensor.name}' of '${node.operation.name}' depends on itself. A graph must not have a cycle.`);
    }
    if (!this.#walk.firstSeen.has(node.operation)) this.#walk.firstSeen.set(node.operation, this.#walk.firstSeen.size);
    this.#inProgress.add(node);
    stack.push({ node, next: 0 });
  }

  #finish(stack: Frame[]): void {
    const frame = stack.pop();
    if (frame === undefined) return;
    this.#inProgress.delete(frame.node);
    this.#finished.add(frame.node);
    this.#walk.nodes.push(frame.node);
  }

  #disconnected(tensor: SymbolicTensor, consumer: Node | undefined, place: string): DisconnectedGraphError {
    const reached = [...new Set(this.#walk.nodes.map((node) => node.operation.name))];
    const operationName = consumer?.operation.name ?? '(the outputs)';
    const givenNames = [...this.#given].map((given) => `'${given.name}'`).join(', ');
    return new DisconnectedGraphError(
      `The inputs do not reach ${place}: tensor '${tensor.name}' of shape ${formatShape(tensor.shape)}, needed by '${operationName}', is computed from none of the given inputs (${givenNames}). ` +
        `Operations reached so far: ${reached.length === 0 ? 'none' : reached.join(', ')}. Add '${tensor.name}' to the inputs, or build the output from the given ones.`,
      { tensorName: tensor.name, operationName, reached },
    );
  }
}
