import { InvalidArgumentError, type NumericTensor } from '@kedge/graph-core';

/** A value that an attribute can be given. Text becomes a string of variable length, a list of text fixed-length strings. */
export type WritableAttribute = string | readonly string[] | number | readonly number[];

/** A group to write. */
export interface WritableGroup {
  readonly attributes?: Readonly<Record<string, WritableAttribute>> | undefined;
  /** Members by name. A name with `/` stands for groups within each other, as in Keras: `dense/kernel:0`. */
  readonly members?: ReadonlyMap<string, WritableGroup | WritableDataset> | undefined;
}

/** A dataset to write: contiguous, little-endian; `bool` is written as uint8. */
export interface WritableDataset {
  readonly tensor: NumericTensor;
  readonly attributes?: Readonly<Record<string, WritableAttribute>> | undefined;
}

/** The largest attribute that an object header takes, in bytes; the value that Keras uses. */
export const LARGEST_ATTRIBUTE = 64512;

/** One step of writing, in order. */
export type WriteStep =
  | { readonly kind: 'group'; readonly path: string }
  | { readonly kind: 'dataset'; readonly path: string; readonly tensor: NumericTensor }
  | { readonly kind: 'attribute'; readonly path: string; readonly name: string; readonly value: WritableAttribute };

/**
 * Puts a tree into the order in which it is written: parents before members, each group once.
 *
 * @throws {InvalidArgumentError} for names that HDF5 does not have, names that come twice, and attributes that are too large.
 */
export function writeSteps(root: WritableGroup): WriteStep[] {
  const steps: WriteStep[] = [];
  const kinds = new Map<string, 'group' | 'dataset'>([['/', 'group']]);
  const open: { path: string; node: WritableGroup | WritableDataset }[] = [{ path: '/', node: root }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { path, node } = next;
    steps.push(...nodeSteps(path, node, kinds));
    for (const [name, value] of Object.entries(node.attributes ?? {})) steps.push({ kind: 'attribute', path, name, value: checked(path, name, value) });
    if ('tensor' in node) continue;
    for (const [name, member] of [...(node.members ?? [])].reverse()) open.push({ path: join(path, name), node: member });
  }
  return steps;
}

/** The steps that make an object, and the groups above it that are not there yet. */
function nodeSteps(path: string, node: WritableGroup | WritableDataset, kinds: Map<string, 'group' | 'dataset'>): WriteStep[] {
  if (path === '/') return [];
  const parts = path.slice(1).split('/');
  const steps: WriteStep[] = [];
  for (let length = 1; length < parts.length; length++) steps.push(...groupStep(`/${parts.slice(0, length).join('/')}`, kinds));
  if (!('tensor' in node)) return [...steps, ...groupStep(path, kinds)];
  if (kinds.has(path)) throw new InvalidArgumentError(`Expected every object of an HDF5 file to have a name of its own, got ${path} twice. Rename a layer or weight.`);
  kinds.set(path, 'dataset');
  return [...steps, { kind: 'dataset', path, tensor: node.tensor }];
}

function groupStep(path: string, kinds: Map<string, 'group' | 'dataset'>): WriteStep[] {
  const kind = kinds.get(path);
  if (kind === 'dataset') throw new InvalidArgumentError(`Expected ${path} to be a group, because there are members below it, but it is an array already. Rename a layer or weight.`);
  if (kind === 'group') return [];
  kinds.set(path, 'group');
  return [{ kind: 'group', path }];
}

function join(path: string, name: string): string {
  const parts = name.split('/').filter((part) => part !== '');
  if (parts.length === 0 || parts.some((part) => part === '.' || part === '..') || name.includes('\0')) {
    throw new InvalidArgumentError(`Expected a name for a member of ${path}, got ${JSON.stringify(name)}, which HDF5 cannot store.`);
  }
  return `${path === '/' ? '' : path}/${parts.join('/')}`;
}

function checked(path: string, name: string, value: WritableAttribute): WritableAttribute {
  const isList = Array.isArray(value);
  const bytes = isList ? value.length * (typeof value[0] === 'string' ? longest(value as string[]) : 8) : 16;
  if (bytes > LARGEST_ATTRIBUTE) throw new InvalidArgumentError(`The attribute ${name} of ${path} would take ${bytes} bytes, and HDF5 allows ${LARGEST_ATTRIBUTE}. Split it with splitNames.`);
  return value;
}

/** Bytes of the longest text, at least 1. */
export function longest(values: readonly string[]): number {
  return Math.max(1, ...values.map((value) => new TextEncoder().encode(value).length));
}
