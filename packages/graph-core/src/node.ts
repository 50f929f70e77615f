import { KedgeError } from './errors.js';
import type { Operation } from './operation.js';
import type { SymbolicTensor } from './symbolic-tensor.js';
import { flattenTree, mapTree } from './tree.js';
import { isSymbolicTensor } from './value.js';

/** What a {@link Node} records. */
export interface CallRecord {
  readonly operation: Operation;
  /** Positional arguments, tensors at any depth. */
  readonly args: readonly unknown[];
  /** Named arguments, tensors at any depth. */
  readonly kwargs?: Readonly<Record<string, unknown>>;
  /** Fresh tensors, nested as the operation nests its result. */
  readonly outputs: unknown;
}

const NO_KWARGS: Readonly<Record<string, unknown>> = Object.freeze({});

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

  /**
   * @throws {KedgeError} `LEAKED_TENSOR` when an argument belongs to another trace than the outputs; `CORRUPT_GRAPH` when an
   * output is made by another node already.
   */
  constructor(call: CallRecord) {
    const { operation, args, kwargs = NO_KWARGS, outputs } = call;
    this.operation = operation;
    this.args = args;
    this.kwargs = kwargs;
    this.inputs = collectInputs(args, kwargs);
    this.outputStructure = outputs;
    this.outputs = isSymbolicTensor(outputs) ? [outputs] : flattenTree(outputs, isSymbolicTensor);
    this.index = operation.inboundNodes.length;
    expectOneTrace(this);
    expectFresh(this);
    this.outputs.forEach((output, tensorIndex) => output.setHistory({ operation, nodeIndex: this.index, tensorIndex }));
    operation.addInboundNode(this);
  }

  /** Records a call; what the constructor does, for callers that have no use for the node itself. */
  static record(call: CallRecord): void {
    void new Node(call);
  }

  /** Whether this is where values enter a graph. An input that is applied to a tensor hands it through and is no such place. */
  get isInput(): boolean {
    return this.operation.isInput && this.inputs.length === 0;
  }

  /** The nodes that make this node's inputs, each once, in order of first use. */
  get parents(): readonly Node[] {
    return [...new Set(this.inputs.map(producerOf).filter((node) => node !== undefined))];
  }

  /** The arguments with every tensor replaced; the nesting stays as it was. */
  fillIn(replace: (tensor: SymbolicTensor) => unknown): { args: unknown[]; kwargs: Record<string, unknown> } {
    return {
      args: this.args.map((arg) => mapTree(arg, isSymbolicTensor, replace)),
      kwargs: this.kwargs === NO_KWARGS ? {} : (mapTree(this.kwargs, isSymbolicTensor, replace) as Record<string, unknown>),
    };
  }
}

function collectInputs(args: readonly unknown[], kwargs: Readonly<Record<string, unknown>>): SymbolicTensor[] {
  const inputs = flattenTree(args, isSymbolicTensor);
  return kwargs === NO_KWARGS ? inputs : inputs.concat(flattenTree(kwargs, isSymbolicTensor));
}

function expectOneTrace({ inputs, outputs, operation }: Node): void {
  const scope = outputs[0]?.scope;
  for (const input of inputs) {
    if (input.scope === scope) continue;
    throw new KedgeError(
      'LEAKED_TENSOR',
      `Tensor '${input.name}', an argument of '${operation.name}', belongs to another trace: ${input.scope === undefined ? "it is of the user's graph" : 'it was made inside a layer or a loop body and is gone with it'}. Use tensors that the call was given, or that it returned.`,
    );
  }
}

function expectFresh({ operation, index, outputs }: Node): void {
  outputs.forEach((output, i) => {
    const { history } = output;
    if (history === undefined && outputs.indexOf(output) === i) return;
    const owner = history === undefined ? `output ${outputs.indexOf(output)} of the same call` : `made by call ${history.nodeIndex} of '${history.operation.name}'`;
    throw new KedgeError('CORRUPT_GRAPH', `Call ${index} of '${operation.name}' must put out tensors of its own, but tensor '${output.name}' is ${owner} already.`);
  });
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
