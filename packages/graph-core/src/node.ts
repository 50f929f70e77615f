import { KedgeError } from './errors.js';
import type { Operation } from './operation.js';
import type { SymbolicTensor } from './symbolic-tensor.js';
import { flattenTree, mapTree } from './tree.js';
import { isSymbolicTensor } from './value.js';

/**
 * One call of an operation: with which arguments, and what came out.
 *
 * Making a node appends it to `operation.inboundNodes` and sets the history of its outputs; its index there never
 * changes afterwards.
 */
export class Node {
  readonly operation: Operation;
  /** Positional arguments as given, tensors at any depth. */
  readonly args: readonly unknown[];
  /** Named arguments as given, tensors at any depth. */
  readonly kwargs: Readonly<Record<string, unknown>>;
  /** The tensors among the arguments, positional first, in order of appearance. */
  readonly inputs: readonly SymbolicTensor[];
  /** The tensors that came out, flat. */
  readonly outputs: readonly SymbolicTensor[];
  /** The tensors that came out, nested as the operation nests them. */
  readonly outputStructure: unknown;
  /** Position among the calls of this operation. */
  readonly index: number;

  constructor(call: {
    operation: Operation;
    args: readonly unknown[];
    kwargs?: Readonly<Record<string, unknown>>;
    outputs: unknown;
  }) {
    this.operation = call.operation;
    this.args = call.args;
    this.kwargs = call.kwargs ?? {};
    this.inputs = flattenTree([this.args, this.kwargs], isSymbolicTensor);
    this.outputStructure = call.outputs;
    this.outputs = flattenTree(call.outputs, isSymbolicTensor);
    this.index = call.operation.inboundNodes.length;
    call.operation.addInboundNode(this);
    this.outputs.forEach((output, tensorIndex) =>
      output.setHistory({ operation: this.operation, nodeIndex: this.index, tensorIndex }),
    );
  }

  /** Records a call; what the constructor does, for callers that have no use for the node itself. */
  static record(call: ConstructorParameters<typeof Node>[0]): void {
    void new Node(call);
  }

  /** Whether this is where values enter a graph. */
  get isInput(): boolean {
    return this.operation.isInput;
  }

  /** The nodes that make this node's inputs, each once, in order of first use. */
  get parents(): readonly Node[] {
    return [...new Set(this.inputs.map(producerOf).filter((node) => node !== undefined))];
  }

  /** The arguments with every tensor replaced; the nesting stays as it was. */
  fillIn(replace: (tensor: SymbolicTensor) => unknown): { args: unknown[]; kwargs: Record<string, unknown> } {
    return {
      args: this.args.map((arg) => mapTree(arg, isSymbolicTensor, replace)),
      kwargs: Object.fromEntries(
        Object.entries(this.kwargs).map(([key, arg]) => [key, mapTree(arg, isSymbolicTensor, replace)]),
      ),
    };
  }
}

/** The node that puts a tensor out, or `undefined` for a tensor that nothing has made yet. */
export function producerOf(tensor: SymbolicTensor): Node | undefined {
  const history = tensor.history;
  if (history === undefined) return undefined;
  const node = history.operation.inboundNodes[history.nodeIndex];
  if (node === undefined) {
    throw new KedgeError(
      'CORRUPT_GRAPH',
      `Tensor '${tensor.name}' says that it is made by call ${history.nodeIndex} of '${history.operation.name}', which has only ${history.operation.inboundNodes.length} calls.`,
    );
  }
  return node;
}
