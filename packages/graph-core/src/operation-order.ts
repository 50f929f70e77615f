import type { Walk } from './graph-walk.js';
import { producerOf, type Node } from './node.js';
import type { Operation } from './operation.js';

/**
 * Puts operations into the order of Keras' `model.layers`: by depth, i.e. the longest way to an output, deepest first;
 * among equals as the walk from the outputs first met them. Saved weight lists follow this order.
 *
 * An operation that is called several times takes the largest depth of its calls, and so do its other calls.
 */
export function orderOperations({ given, nodes, firstSeen }: Walk): Operation[] {
  const nodeDepth = new Map<Node, number>(nodes.map((node) => [node, 0]));
  const depthOf = new Map<Operation, number>();
  for (let i = nodes.length - 1; i >= 0; i--) {
    const node = nodes[i] as Node;
    const depth = Math.max(nodeDepth.get(node) ?? 0, depthOf.get(node.operation) ?? 0);
    depthOf.set(node.operation, depth);
    for (const tensor of node.inputs) {
      const parent = producerOf(tensor);
      const known = parent === undefined ? undefined : nodeDepth.get(parent);
      // A given tensor comes from outside, even where its producer is needed for something else.
      if (parent === undefined || known === undefined || (given.has(tensor) && !parent.isInput)) continue;
      if (depth + 1 > known) nodeDepth.set(parent, depth + 1);
    }
  }
  const rank = (operation: Operation): number => firstSeen.get(operation) ?? 0;
  return [...depthOf.keys()].sort((a, b) => (depthOf.get(b) ?? 0) - (depthOf.get(a) ?? 0) || rank(a) - rank(b));
}
