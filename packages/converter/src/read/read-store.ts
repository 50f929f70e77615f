import type { Tensor } from '@kedge/graph-core';
import type { Hdf5Dataset } from '../hdf5/dataset.js';
import type { Hdf5Group } from '../hdf5/group.js';
import { CorruptFileError } from '../io/errors.js';
import { withDerived } from '../weights/derived.js';
import type { WeightEntry } from '../weights/entries.js';
import { planStore } from '../weights/plan-store.js';
import { entriesOf, nodeAt, type StoreNode } from '../weights/store.js';
import type { StoredWeights } from './model-file.js';

/** An array of an HDF5 file, open for reading. */
export interface DatasetEntry extends WeightEntry {
  readonly dataset: Hdf5Dataset;
}

/** Arrays that are on their way at once: the disk works while what has come is taken. */
const AHEAD = 8;

/** Reads arrays of HDF5 files, in order. */
async function* readPlain(entries: readonly WeightEntry[], signal?: AbortSignal): AsyncGenerator<readonly [WeightEntry, Tensor]> {
  const coming: Promise<Tensor>[] = [];
  let next = 0;
  try {
    // The entries of an HDF5 file are those that its reader has made.
    for (const entry of entries as readonly DatasetEntry[]) {
      for (; coming.length < AHEAD && next < entries.length; next++) {
        const value = (entries[next] as DatasetEntry).dataset.read(undefined, signal);
        // It is waited for in its turn, or not at all.
        value.catch(() => undefined);
        coming.push(value);
      }
      yield [entry, await (coming.shift() as Promise<Tensor>)];
    }
  } finally {
    // The file must not be closed under a read.
    await Promise.allSettled(coming);
  }
}

/** Reads arrays of HDF5 files, and what is made of them. */
export const readDatasets = withDerived(readPlain);

/** What a model file says of weights in such a tree. */
export function storedTree(root: StoreNode): StoredWeights {
  return { kind: 'store', root, entries: entriesOf(root), read: readDatasets, plan: planStore };
}

/** What such a tree remembers of an optimizer, in order. */
export function storedOptimizer(root: StoreNode): { readonly optimizer?: readonly WeightEntry[] } {
  const vars = root.members.get('optimizer')?.vars;
  return vars === undefined || vars.size === 0 ? {} : { optimizer: [...vars].sort(([a], [b]) => Number(a) - Number(b)).map(([, entry]) => entry) };
}

/** Deep enough for any nesting of models, shallow enough for every walk over the tree. */
const MAX_DEPTH = 256;

/** Whether a group is the root of such a tree. */
export async function isStore(root: Hdf5Group): Promise<boolean> {
  return (await root.keys()).some((name) => /^(layers|_layer_checkpoint_dependencies)($|[\\/])/.test(name)) || (await root.group('vars')) !== undefined;
}

/**
 * Reads the tree of groups of a `.weights.h5` file into `into`; no array is read.
 *
 * @throws {CorruptFileError} when groups nest without end.
 */
export async function readStore(root: Hdf5Group, file: string, into: StoreNode): Promise<void> {
  const open: { group: Hdf5Group; steps: readonly string[] }[] = [{ group: root, steps: [] }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { group, steps } = next;
    if (steps.length > MAX_DEPTH) throw new CorruptFileError(`${file}: groups nest more than ${MAX_DEPTH} deep at ${group.path.slice(0, 100)}. The file is damaged or hostile.`);
    for (const name of await group.keys()) {
      const member = await group.get(name);
      // TF 2.13 to 2.15 on Windows put paths with backslashes into one name.
      const path = [...steps, ...name.split('\\')];
      if (member?.kind === 'group') open.push({ group: member, steps: path });
      else if (member !== undefined) nodeAt(into, path.slice(0, -2)).vars.set(path.at(-1) ?? name, { name: path.join('/'), shape: member.shape, dataset: member } as DatasetEntry);
    }
    await noteName(group, steps, into);
  }
}

async function noteName(group: Hdf5Group, steps: readonly string[], into: StoreNode): Promise<void> {
  if (steps.at(-1) !== 'vars') {
    nodeAt(into, steps);
    return;
  }
  const name = await group.attribute('name');
  if (typeof name === 'string') nodeAt(into, steps.slice(0, -1)).name = name;
}
