import type { ByteReader } from '../io/byte-reader.js';
import { expectSignature, type Hdf5Context } from './context.js';

/** One child of a leaf, with the key before it. */
export interface Btree1Entry {
  readonly key: ByteReader;
  readonly child: number;
}

const DEEPEST = 64;

/**
 * Walks a B-tree of version 1 (specification, III.A.1) from its root to the children of its leaves, in order.
 *
 * @param type 0 for the members of a group, 1 for the chunks of a dataset.
 * @param keySize Bytes of a key.
 */
export async function* walkBtree1(context: Hdf5Context, root: number, type: 0 | 1, keySize: number): AsyncGenerator<Btree1Entry, void, undefined> {
  const seen = new Set<number>();
  const open: { address: number; level: number | undefined }[] = [{ address: root, level: undefined }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { level, entries, reader } = await readNode(context, next.address, type, keySize);
    if (seen.has(next.address)) throw reader.corrupt('leads back to a node that was read already', 0);
    seen.add(next.address);
    if (level > DEEPEST || (next.level !== undefined && level !== next.level - 1)) throw reader.corrupt(`has a node of level ${level} in a place for another`, 5);
    context.countEntries(entries.length, reader.what);
    if (level === 0) yield* entries;
    else for (let index = entries.length - 1; index >= 0; index--) open.push({ address: (entries[index] as Btree1Entry).child, level });
  }
}

async function readNode(context: Hdf5Context, address: number, type: 0 | 1, keySize: number) {
  const { offsetSize } = context.shape;
  const what = type === 0 ? 'B-tree of a group' : 'B-tree of chunks';
  const headSize = 8 + 2 * offsetSize;
  const head = await context.read(address, headSize, what);
  expectSignature(head, 'TREE');
  const found = head.u8();
  if (found !== type) throw head.corrupt(`is of type ${found} instead of ${type}`, 4);
  const level = head.u8();
  const count = head.u16();
  const reader = await context.read(address, headSize + count * (keySize + offsetSize), what);
  reader.skip(headSize);
  const entries: Btree1Entry[] = [];
  for (let index = 0; index < count; index++) {
    const key = reader.part(keySize);
    entries.push({ key, child: context.requiredAddress(reader, 'child') });
  }
  return { level, entries, reader };
}
