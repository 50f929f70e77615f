import { isTensor } from './tensor.js';

/** A value, or arrays and records of such values, to any depth. */
export type Nested<T> = T | readonly Nested<T>[] | { readonly [key: string]: Nested<T> };

function isPlainRecord(value: object): value is Record<string, unknown> {
  // A plain tensor is one value, not a container.
  if (isTensor(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Keys in the order in which Keras flattens a dictionary: sorted. */
function sortedKeys(record: object): string[] {
  return Object.keys(record).sort();
}

/**
 * Collects the leaves for which `isLeaf` holds, at any depth of arrays and plain records, with the path to each.
 *
 * Records are walked by sorted key, as Keras does. Anything that is neither a leaf nor a container is passed over.
 */
export function collectLeaves<T>(
  structure: unknown,
  isLeaf: (value: unknown) => value is T,
  visit: (leaf: T, path: readonly (string | number)[]) => void,
  path: readonly (string | number)[] = [],
): void {
  if (isLeaf(structure)) {
    visit(structure, path);
  } else if (Array.isArray(structure)) {
    structure.forEach((item, i) => collectLeaves(item, isLeaf, visit, [...path, i]));
  } else if (typeof structure === 'object' && structure !== null && isPlainRecord(structure)) {
    for (const key of sortedKeys(structure)) collectLeaves(structure[key], isLeaf, visit, [...path, key]);
  }
}

/** The leaves of a structure in Keras' order; see {@link collectLeaves}. */
export function flattenTree<T>(structure: unknown, isLeaf: (value: unknown) => value is T): T[] {
  const leaves: T[] = [];
  collectLeaves(structure, isLeaf, (leaf) => leaves.push(leaf));
  return leaves;
}

/** A structure of the same nesting, in which each leaf is replaced and everything else is kept. */
export function mapTree<T>(structure: unknown, isLeaf: (value: unknown) => value is T, map: (leaf: T) => unknown): unknown {
  if (isLeaf(structure)) return map(structure);
  if (Array.isArray(structure)) return structure.map((item) => mapTree(item, isLeaf, map));
  if (typeof structure === 'object' && structure !== null && isPlainRecord(structure)) {
    return Object.fromEntries(sortedKeys(structure).map((key) => [key, mapTree(structure[key], isLeaf, map)]));
  }
  return structure;
}

/**
 * Walks a structure and a second one of the same nesting together.
 *
 * @param visit Called with each leaf of the first and what stands in its place in the second.
 */
export function zipTree<T>(
  structure: unknown,
  other: unknown,
  isLeaf: (value: unknown) => value is T,
  visit: (leaf: T, counterpart: unknown) => void,
): void {
  if (isLeaf(structure)) {
    visit(structure, other);
  } else if (Array.isArray(structure)) {
    structure.forEach((item, i) => zipTree(item, (other as readonly unknown[])[i], isLeaf, visit));
  } else if (typeof structure === 'object' && structure !== null && isPlainRecord(structure)) {
    for (const key of sortedKeys(structure)) zipTree(structure[key], (other as Record<string, unknown>)[key], isLeaf, visit);
  }
}

/** A path into a structure for people: `outputs[0].logits`; the bare root for the empty path. */
export function formatPath(root: string, path: readonly (string | number)[]): string {
  return root + path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
}
