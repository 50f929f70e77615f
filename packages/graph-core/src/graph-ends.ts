import { InvalidArgumentError } from './errors.js';
import { isPlainRecord, sortedKeys } from './plain-record.js';
import type { SymbolicTensor } from './symbolic-tensor.js';
import { isTensor } from './tensor.js';
import { formatPath, type TreePath } from './tree.js';
import { isEagerValue, isSymbolicTensor, isVariable } from './value.js';

/** A tensor at an end of a graph, and the way to it in the structure that it was given in. */
export interface GraphEnd {
  readonly tensor: SymbolicTensor;
  readonly path: TreePath;
}

/**
 * The tensors at one end of a graph. Unlike `flattenTree` this passes over nothing.
 *
 * @param structure Tensors in arrays and records to any depth.
 * @param kind For messages.
 * @throws {InvalidArgumentError} when there is something else in it, or nothing.
 */
export function graphEnds(structure: unknown, kind: 'inputs' | 'outputs'): GraphEnd[] {
  const ends: GraphEnd[] = [];
  collect(structure, kind, [], ends);
  if (ends.length === 0) throw new InvalidArgumentError(`Expected at least one tensor among the ${kind} of a graph, got none.`);
  return ends;
}

function collect(value: unknown, kind: string, path: TreePath, ends: GraphEnd[]): void {
  if (isSymbolicTensor(value)) ends.push({ tensor: value, path });
  else if (Array.isArray(value)) value.forEach((item, i) => collect(item, kind, [...path, i], ends));
  else if (isPlainRecord(value)) for (const key of sortedKeys(value)) collect(value[key], kind, [...path, key], ends);
  else {
    throw new InvalidArgumentError(
      `Expected a symbolic tensor at ${formatPath(kind, path)}, got ${describe(value)}. Apply operations to symbolic tensors, and pass what they return.`,
    );
  }
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object') return `the ${typeof value} ${String(value)}`;
  if (isTensor(value) || isEagerValue(value)) return 'values';
  const { name, constructor } = value as { name?: unknown; constructor?: { name?: unknown } };
  const kind = isVariable(value) ? 'the weight' : `a ${String(constructor?.name ?? 'value')}`;
  return typeof name === 'string' ? `${kind} '${name}'` : kind;
}
