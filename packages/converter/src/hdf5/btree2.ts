import type { ByteReader } from '../io/byte-reader.js';
import { expectChecksum, expectSignature, expectVersion, type Hdf5Context } from './context.js';

interface Tree {
  readonly type: number;
  readonly nodeSize: number;
  readonly recordSize: number;
  /** For each level, leaves first: the most records of a node, and how wide the two counts of a pointer to it are. */
  readonly levels: readonly { readonly most: number; readonly countWidth: number; readonly totalWidth: number }[];
}

interface Place {
  readonly address: number;
  readonly count: number;
  readonly level: number;
}

const WHAT = 'B-tree';
/** Signature, version, type and checksum of a node. */
const NODE_OVERHEAD = 10;
const DEEPEST = 32;

/**
 * Reads all records of a B-tree of version 2 (specification, III.A.2). Their order is not promised.
 *
 * @param type The type that the records have to be of.
 */
export async function* walkBtree2(context: Hdf5Context, address: number, type: number): AsyncGenerator<ByteReader, void, undefined> {
  const { offsetSize, lengthSize } = context.shape;
  const header = await context.read(address, 22 + offsetSize + lengthSize, WHAT);
  expectSignature(header, 'BTHD');
  expectVersion(header, 0);
  const found = header.u8();
  if (found !== type) throw header.corrupt(`is of type ${found} instead of ${type}`, 5);
  const [nodeSize, recordSize, depth] = [header.u32(), header.u16(), header.u16()];
  header.skip(2);
  const root = context.address(header);
  const count = header.u16();
  header.skip(lengthSize);
  expectChecksum(header);
  if (recordSize === 0 || depth > DEEPEST) throw header.corrupt(`has records of ${recordSize} bytes and ${depth} levels`, 10);
  if (root === undefined) return;
  const tree: Tree = { type, nodeSize, recordSize, levels: levels(nodeSize, recordSize, depth, offsetSize) };
  yield* walkNodes(context, tree, { address: root, count, level: depth });
}

/** The widths of the counts follow from how many records a node of each level can hold at most. */
function levels(nodeSize: number, recordSize: number, depth: number, offsetSize: number): Tree['levels'] {
  const most = Math.floor((nodeSize - NODE_OVERHEAD) / recordSize);
  const countWidth = bytesFor(most);
  const result = [{ most, countWidth, totalWidth: 0 }];
  let total = most;
  for (let level = 1; level <= depth; level++) {
    const pointer = offsetSize + countWidth + (result[level - 1]?.totalWidth ?? 0);
    const mostHere = Math.floor((nodeSize - NODE_OVERHEAD - pointer) / (recordSize + pointer));
    total = (mostHere + 1) * total + mostHere;
    result.push({ most: mostHere, countWidth, totalWidth: bytesFor(total) });
  }
  return result;
}

/** Bytes that a number up to `value` takes. */
function bytesFor(value: number): number {
  return Math.min(8, Math.floor(Math.log2(Math.max(1, value)) / 8) + 1);
}

async function* walkNodes(context: Hdf5Context, tree: Tree, root: Place): AsyncGenerator<ByteReader, void, undefined> {
  const seen = new Set<number>();
  const open = [root];
  for (let place = open.pop(); place; place = open.pop()) {
    const { reader, records, end } = await readNode(context, tree, place);
    if (seen.has(place.address)) throw reader.corrupt('leads back to a node that was read already', 0);
    seen.add(place.address);
    context.countEntries(records.length, WHAT);
    if (place.level > 0) open.push(...readPointers(context, tree, place, reader));
    else reader.position = end;
    expectChecksum(reader);
    yield* records;
  }
}

async function readNode(context: Hdf5Context, tree: Tree, { address, count, level }: Place) {
  const limits = tree.levels[level];
  const pointer = level === 0 ? 0 : context.shape.offsetSize + (tree.levels[level - 1]?.countWidth ?? 0) + (tree.levels[level - 1]?.totalWidth ?? 0);
  const end = 6 + count * tree.recordSize;
  const size = end + (level === 0 ? 0 : (count + 1) * pointer) + 4;
  const reader = await context.read(address, size, WHAT);
  if (!limits || count > limits.most || size > tree.nodeSize) throw reader.corrupt(`has ${count} records in a node of ${tree.nodeSize} bytes`, 0);
  expectSignature(reader, level === 0 ? 'BTLF' : 'BTIN');
  expectVersion(reader, 0);
  reader.skip(1);
  const records = Array.from({ length: count }, () => reader.part(tree.recordSize));
  return { reader, records, end };
}

function readPointers(context: Hdf5Context, tree: Tree, { count, level }: Place, reader: ByteReader): Place[] {
  const below = tree.levels[level - 1] as Tree['levels'][number];
  return Array.from({ length: count + 1 }, () => {
    const address = context.requiredAddress(reader, 'node');
    const records = reader.uint(below.countWidth);
    reader.skip(below.totalWidth);
    return { address, count: records, level: level - 1 };
  });
}
