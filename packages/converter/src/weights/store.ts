import type { WeightEntry } from './entries.js';

/**
 * A node of the tree in which `.keras` and `.weights.h5` files keep weights: `layers/dense_1/vars/0` is array `0` of the member
 * `dense_1` of the member `layers` of the root.
 */
export interface StoreNode {
  /** Name of the layer, where the file tells it (since Keras 3.6). */
  name: string | undefined;
  /** Arrays of the layer itself, by their key in `vars`. */
  readonly vars: Map<string, WeightEntry>;
  readonly members: Map<string, StoreNode>;
}

/** A node without anything in it. */
export function emptyNode(): StoreNode {
  return { name: undefined, vars: new Map(), members: new Map() };
}

/** TF 2.12 and 2.13 hold the layers of a model under this name, too. */
const LAYERS = new Set(['layers', '_layer_checkpoint_dependencies']);

/** The node at a path below another one; made where it is not there yet. */
export function nodeAt(root: StoreNode, steps: readonly string[]): StoreNode {
  let node = root;
  for (const step of steps) {
    const known = node.members.get(step) ?? emptyNode();
    node.members.set(step, known);
    node = known;
  }
  return node;
}

/** The node that holds the layers of a model. The one with arrays counts, where a file has both names for it. */
export function layersOf(model: StoreNode): StoreNode | undefined {
  const found = [...model.members].filter(([name]) => LAYERS.has(name)).map(([, node]) => node);
  return found.find(holdsArrays) ?? found[0];
}

/** Whether there is any array at or below a node. */
export function holdsArrays(node: StoreNode): boolean {
  return node.vars.size > 0 || [...node.members.values()].some(holdsArrays);
}

/** Every array at or below a node. */
export function entriesOf(node: StoreNode): WeightEntry[] {
  return [...node.vars.values(), ...[...node.members.values()].flatMap(entriesOf)];
}
