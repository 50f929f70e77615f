import { CorruptFileError } from '../io/errors.js';
import { checkNotEmpty } from '../io/checks.js';
import type { RandomAccessSource } from '../io/source.js';
import { Hdf5Context } from './context.js';
import type { Hdf5Dataset } from './dataset.js';
import { GlobalHeaps } from './global-heap.js';
import { Hdf5Group } from './group.js';
import { isGroup } from './links.js';
import { readObjectHeader } from './object-header.js';
import { readSuperblock } from './superblock.js';

/** An open HDF5 file. */
export interface Hdf5File {
  /** Name of the source, for messages. */
  readonly name: string;
  readonly root: Hdf5Group;
  /** Opens a group or dataset by its path from the root; undefined when it is not there. */
  get(path: string): Promise<Hdf5Group | Hdf5Dataset | undefined>;
}

/**
 * Opens an HDF5 file and reads its superblock and root group; everything else is read when asked for. The source stays
 * the caller's to close, and must stay open while the file is used.
 *
 * @throws {CorruptFileError} also for a file that was cut short; {@link UnsupportedHdf5Error}; `EMPTY_FILE`.
 */
export async function openHdf5(source: RandomAccessSource, options: { readonly signal?: AbortSignal | undefined } = {}): Promise<Hdf5File> {
  checkNotEmpty(source);
  const superblock = await readSuperblock(source, options.signal);
  const context = new Hdf5Context(source, superblock, options.signal);
  const header = await readObjectHeader(context, superblock.rootAddress);
  if (!isGroup(header)) throw new CorruptFileError(`${source.name}: the root of the file is no group. The file is damaged; get it again.`, superblock.base + superblock.rootAddress);
  const root = new Hdf5Group({ context, heaps: new GlobalHeaps(context) }, '/', header);
  return { name: source.name, root, get: (path) => root.get(path) };
}
