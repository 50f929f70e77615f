import { producerOf, type Node } from './node.js';
import type { Operation } from './operation.js';

/**
 * Puts operations into the order of Keras' `model.layers`: by depth, i.e. the longest way to an output, deepest first;
 * among equals as the walk from the outputs first met them. Saved weight lists follow this order.
 *
 * An operation that is called several times takes the largest depth of its calls, and so do its other calls.
 *
 * @param nodes Producers before consumers.
 * @param firstSeen When the walk first met each operation.
 */
export function orderOperations(nodes: readonly Node[], firstSeen: ReadonlyMap<Operation, number>): Operation[] {
  const inside = new Set(nodes);
  const nodeDepth = new Map<Node, number>();
  const depthOf = new Map<Operation, number>();
  for (const node of [...nodes].reverse()) {
    const depth = Math.max(nodeDepth.get(node) ?? 0, depthOf.get(node.operation) ?? 0);
    depthOf.set(node.operation, depth);
    for (const tensor of node.isInput ? [] : node.inputs) {
      const parent = producerOf(tensor);
      if (parent === undefined || !inside.has(parent)) continue;
      nodeDepth.set(parent, Math.max(depth + 1, nodeDepth.get(parent) ?? 0));
    }
  }
  // An input that nothing uses was never met by the walk and comes first among those of depth 0.
  const rank = (operation: Operation): number => firstSeen.get(operation) ?? -1;
  return [...depthOf.keys()].sort((a, b) => (depthOf.get(b) ?? 0) - (depthOf.get(a) ?? 0) || rank(a) - rank(b));
}
