import { KedgeError } from './errors.js';
import { isPlainRecord, sortedKeys } from './plain-record.js';

/** A value, or arrays and records of such values, to any depth. */
export type Nested<T> = T | readonly Nested<T>[] | { readonly [key: string]: Nested<T> };

/** The steps from the root of a structure to a leaf. */
export type TreePath = readonly (string | number)[];

/**
 * Collects the leaves for which `isLeaf` holds, at any depth of arrays and plain records, with the path to each.
 *
 * Records are walked by sorted key, as Keras does. Anything that is neither a leaf nor a container is passed over.
 */
export function collectLeaves<T>(
  structure: unknown,
  isLeaf: (value: unknown) => value is T,
  visit: (leaf: T, path: TreePath) => void,
  path: TreePath = [],
): void {
  if (isLeaf(structure)) {
    visit(structure, path);
  } else if (Array.isArray(structure)) {
    structure.forEach((item, i) => collectLeaves(item, isLeaf, visit, [...path, i]));
  } else if (isPlainRecord(structure)) {
    for (const key of sortedKeys(structure)) collectLeaves(structure[key], isLeaf, visit, [...path, key]);
  }
}

/** The leaves of a structure in Keras' order; see {@link collectLeaves}. */
export function flattenTree<T>(structure: unknown, isLeaf: (value: unknown) => value is T): T[] {
  const leaves: T[] = [];
  appendLeaves(structure, isLeaf, leaves);
  return leaves;
}

function appendLeaves<T>(structure: unknown, isLeaf: (value: unknown) => value is T, leaves: T[]): void {
  if (isLeaf(structure)) {
    leaves.push(structure);
  } else if (Array.isArray(structure)) {
    for (const item of structure) appendLeaves(item, isLeaf, leaves);
  } else if (isPlainRecord(structure)) {
    for (const key of sortedKeys(structure)) appendLeaves(structure[key], isLeaf, leaves);
  }
}

/** Whether a structure has a leaf for which `isLeaf` holds. */
export function hasLeaf(structure: unknown, isLeaf: (value: unknown) => boolean): boolean {
  if (isLeaf(structure)) return true;
  if (Array.isArray(structure)) return structure.some((item) => hasLeaf(item, isLeaf));
  return isPlainRecord(structure) && Object.values(structure).some((item) => hasLeaf(item, isLeaf));
}

/**
 * A structure of the same nesting, in which each leaf is replaced and everything else is kept.
 *
 * @param map Called in the order of {@link flattenTree}.
 */
export function mapTree<T>(structure: unknown, isLeaf: (value: unknown) => value is T, map: (leaf: T) => unknown): unknown {
  if (isLeaf(structure)) return map(structure);
  if (Array.isArray(structure)) return structure.map((item) => mapTree(item, isLeaf, map));
  if (!isPlainRecord(structure)) return structure;
  const mapped = new Map(sortedKeys(structure).map((key) => [key, mapTree(structure[key], isLeaf, map)]));
  return Object.fromEntries(Object.keys(structure).map((key) => [key, mapped.get(key)]));
}

/**
 * Walks a structure and a second one of the same nesting together.
 *
 * @param visit Called with each leaf of the first and what stands in its place in the second.
 * @throws {KedgeError} `STRUCTURE_MISMATCH` when the second lacks a place that the first has, or an array has another length.
 */
export function zipTree<T>(
  structure: unknown,
  other: unknown,
  isLeaf: (value: unknown) => value is T,
  visit: (leaf: T, counterpart: unknown) => void,
): void {
  zipAt(structure, other, isLeaf, visit, []);
}

function zipAt<T>(
  structure: unknown,
  other: unknown,
  isLeaf: (value: unknown) => value is T,
  visit: (leaf: T, counterpart: unknown) => void,
  path: TreePath,
): void {
  if (isLeaf(structure)) {
    visit(structure, other);
  } else if (Array.isArray(structure)) {
    if (!Array.isArray(other) || other.length !== structure.length) throw mismatch(`an array of ${structure.length}`, other, path);
    structure.forEach((item, i) => zipAt(item, other[i], isLeaf, visit, [...path, i]));
  } else if (isPlainRecord(structure)) {
    const keys = sortedKeys(structure);
    if (!isPlainRecord(other) || !keys.every((key) => Object.hasOwn(other, key))) throw mismatch(`a record with ${keys.join(', ')}`, other, path);
    for (const key of keys) zipAt(structure[key], other[key], isLeaf, visit, [...path, key]);
  }
}

function mismatch(expected: string, other: unknown, path: TreePath): KedgeError {
  return new KedgeError('STRUCTURE_MISMATCH', `Expected ${expected} at ${formatPath('result', path)}, got ${describeStructure(other)}.`);
}

function describeStructure(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (isPlainRecord(value)) return `a record with ${Object.keys(value).join(', ') || 'no keys'}`;
  return typeof value === 'object' ? 'a single value' : `a ${typeof value}`;
}

/** A path into a structure for people: `outputs[0].logits`; the bare root for the empty path. */
export function formatPath(root: string, path: TreePath): string {
  const step = (part: string | number): string => {
    if (typeof part === 'number') return `[${part}]`;
    return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`;
  };
  return root + path.map(step).join('');
}
