import { MemorySource } from '../io/memory-source.js';
import { Hdf5Context } from './context.js';
import { isGroup, readLinks } from './links.js';
import { MESSAGE, readObjectHeader } from './object-header.js';
import { readSuperblock } from './superblock.js';

/**
 * Sets the modification times that the HDF5 library stamps on datasets to 0, in place, so that the same content gives
 * the same bytes. Only for files whose headers have no checksums (version 1), as the library writes them by default.
 *
 * @returns Number of objects that were found.
 */
export async function clearTimes(bytes: Uint8Array): Promise<number> {
  const source = new MemorySource(bytes, 'the file just written');
  const superblock = await readSuperblock(source);
  const context = new Hdf5Context(source, superblock);
  const open = [superblock.rootAddress];
  let objects = 0;
  for (let address = open.pop(); address !== undefined; address = open.pop()) {
    const header = await readObjectHeader(context, address);
    objects++;
    for (const message of header.messages) {
      if (message.type === MESSAGE.modificationTime) bytes.fill(0, message.offset + 4, message.offset + 8);
    }
    if (!isGroup(header)) continue;
    for (const link of (await readLinks(context, header)).values()) if (link.kind === 'hard') open.push(link.address);
  }
  return objects;
}
