import { DisconnectedGraphError } from './errors.js';
import { producerOf, type Node } from './node.js';
import { formatShape } from './shape.js';
import type { SymbolicTensor } from './symbolic-tensor.js';
import { formatPath, type TreePath } from './tree.js';

/** Names that a message lists before it says how many more there are. */
const LISTED = 12;

/**
 * The error of an output that the inputs do not reach.
 *
 * @param found The tensor that nothing provides, who needs it, in which output the walk was, and the ends of the graph.
 */
export function disconnectedError(found: {
  readonly tensor: SymbolicTensor;
  readonly consumer: Node | undefined;
  readonly path: TreePath;
  readonly given: ReadonlySet<SymbolicTensor>;
  readonly outputs: readonly SymbolicTensor[];
}): DisconnectedGraphError {
  const { tensor, consumer, given } = found;
  const outputPath = formatPath('outputs', found.path);
  const operationName = consumer?.operation.name ?? '(the outputs)';
  const needed = consumer === undefined ? 'which is an output itself,' : `needed by '${operationName}',`;
  const reached = [...new Set(computable(given, found.outputs).map(({ operation }) => operation.name))];
  return new DisconnectedGraphError(
    `The inputs do not reach ${outputPath}: tensor '${tensor.name}' of shape ${formatShape(tensor.shape)}, ${needed} is computed from none of the given inputs ` +
      `(${list([...given].map(({ name }) => `'${name}'`))}). Operations that the inputs do reach: ${list(reached)}. ${advice(tensor)}`,
    { tensorName: tensor.name, operationName, outputPath, reached },
  );
}

function advice(tensor: SymbolicTensor): string {
  const entry = producerOf(tensor)?.isInput === true ? `'${tensor.name}' is an input: add it to the inputs` : `Add '${tensor.name}' to the inputs`;
  return `${entry}, or build the output from the given ones.`;
}

function list(names: readonly string[]): string {
  if (names.length === 0) return 'none';
  const more = names.length - LISTED;
  return names.slice(0, LISTED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** The nodes behind the outputs that the given tensors are enough for, producers first. */
function computable(given: ReadonlySet<SymbolicTensor>, outputs: readonly SymbolicTensor[]): Node[] {
  const reached = new Set<Node>();
  const isReached = (tensor: SymbolicTensor): boolean => {
    const node = producerOf(tensor);
    return given.has(tensor) || (node !== undefined && reached.has(node));
  };
  for (const node of ancestors(outputs)) {
    const isEnough = node.isInput ? node.outputs.some((output) => given.has(output)) : node.inputs.every(isReached);
    if (isEnough) reached.add(node);
  }
  return [...reached];
}

/** Every node behind the outputs, producers first (but for cycles, which are cut somewhere). */
function ancestors(outputs: readonly SymbolicTensor[]): Node[] {
  const met = new Set<Node>();
  const order: Node[] = [];
  const stack: { readonly node: Node | undefined; readonly inputs: readonly SymbolicTensor[]; next: number }[] = [
    { node: undefined, inputs: outputs, next: 0 },
  ];
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const tensor = frame.inputs[frame.next++];
    if (tensor === undefined) {
      stack.pop();
      if (frame.node !== undefined) order.push(frame.node);
      continue;
    }
    const node = producerOf(tensor);
    if (node === undefined || met.has(node)) continue;
    met.add(node);
    stack.push({ node, inputs: node.inputs, next: 0 });
  }
  return order;
}
