import type { ByteReader } from '../../io/byte-reader.js';
import { expectChecksum, expectSignature, expectVersion, type Hdf5Context } from '../context.js';
import type { Chunk } from './chunk.js';
import { elementSize, readElement, type ElementFormat } from './element.js';
import { isSet, readPage } from './fixed-array.js';
import type { ChunkGrid } from './grid.js';

interface ArrayHeader {
  readonly elementSize: number;
  /** Bits of the number of elements that there can be at most. */
  readonly countBits: number;
  /** Elements that stand in the index block itself. */
  readonly inIndexBlock: number;
  /** Elements of the smallest data block. */
  readonly smallestBlock: number;
  readonly leastPointers: number;
  readonly pageElements: number;
  readonly indexBlock: number | undefined;
}

/** A data block: where it is and which elements it holds. */
interface DataBlock {
  readonly address: number | undefined;
  readonly first: number;
  readonly count: number;
  /** Which pages were written, of all blocks of its super block, and which bit is its own first; undefined where there are none. */
  readonly pages: { readonly bitmap: Uint8Array; readonly first: number } | undefined;
}

const WHAT = 'chunk index (extensible array)';

/** Reads the chunks of a dataset that can grow in one dimension (specification, III.D "Extensible Array Index"; HDF5 1.10). */
export async function* extensibleArrayChunks(context: Hdf5Context, address: number, format: ElementFormat, grid: ChunkGrid): AsyncGenerator<Chunk, void, undefined> {
  const header = await readHeader(context, address, format);
  if (header.indexBlock === undefined) return;
  for await (const { index, reader } of elements(context, header, header.indexBlock, grid.count)) {
    if (index >= grid.count) return;
    const element = readElement(context, reader, format);
    if (element) yield { start: grid.start(index), ...element };
  }
}

async function readHeader(context: Hdf5Context, address: number, format: ElementFormat): Promise<ArrayHeader> {
  const { offsetSize, lengthSize } = context.shape;
  const reader = await context.read(address, 16 + 6 * lengthSize + offsetSize, WHAT);
  expectSignature(reader, 'EAHD');
  expectVersion(reader, 0);
  reader.skip(1);
  const [size, countBits, inIndexBlock, smallestBlock, leastPointers, pageBits] = [reader.u8(), reader.u8(), reader.u8(), reader.u8(), reader.u8(), reader.u8()];
  reader.skip(6 * lengthSize);
  const indexBlock = context.address(reader);
  expectChecksum(reader);
  if (size !== elementSize(context, format)) throw reader.corrupt(`has elements of ${size} bytes instead of ${elementSize(context, format)}`, 6);
  const isSound = countBits <= 64 && pageBits <= 31 && isPowerOfTwo(smallestBlock) && isPowerOfTwo(leastPointers) && Math.log2(smallestBlock) <= countBits;
  if (!isSound) throw reader.corrupt('has impossible sizes', 7);
  return { elementSize: size, countBits, inIndexBlock, smallestBlock, leastPointers, pageElements: 2 ** pageBits, indexBlock };
}

async function* elements(context: Hdf5Context, header: ArrayHeader, address: number, wanted: number): AsyncGenerator<{ index: number; reader: ByteReader }, void, undefined> {
  const { offsetSize } = context.shape;
  const superBlocks = 1 + header.countBits - Math.log2(header.smallestBlock);
  const direct = 2 * Math.log2(header.leastPointers);
  const directBlocks = 2 * (header.leastPointers - 1);
  const indirect = Math.max(0, superBlocks - direct);
  const head = 6 + offsetSize;
  const size = head + header.inIndexBlock * header.elementSize + (directBlocks + indirect) * offsetSize;
  const reader = await readChecked(context, address, 'EAIB', size, head);
  for (let index = 0; index < header.inIndexBlock; index++) yield { index, reader };
  let first = header.inIndexBlock;
  for (let level = 0; level < superBlocks && first < wanted; level++) {
    const blocks = 2 ** Math.floor(level / 2);
    const count = 2 ** Math.floor((level + 1) / 2) * header.smallestBlock;
    const places = level < direct ? directPlaces(context, reader, first, blocks, count) : superBlock(context, header, context.address(reader), first, blocks, count);
    for await (const place of places) {
      if (place.first < wanted) yield* dataBlock(context, header, place);
    }
    first += blocks * count;
  }
}

/** Data blocks whose addresses stand in the index block. */
async function* directPlaces(context: Hdf5Context, reader: ByteReader, first: number, blocks: number, count: number): AsyncGenerator<DataBlock, void, undefined> {
  for (let block = 0; block < blocks; block++) {
    yield { address: context.address(reader), first: first + block * count, count, pages: undefined };
  }
}

/** Data blocks whose addresses stand in a block of their own. */
async function* superBlock(context: Hdf5Context, header: ArrayHeader, address: number | undefined, first: number, blocks: number, count: number): AsyncGenerator<DataBlock, void, undefined> {
  if (address === undefined) return;
  const { offsetSize } = context.shape;
  const head = 6 + offsetSize + offsetWidth(header);
  const isPaged = count > header.pageElements;
  const bitmapSize = isPaged ? Math.ceil(count / header.pageElements / 8) : 0;
  const reader = await readChecked(context, address, 'EASB', head + blocks * (bitmapSize + offsetSize), head);
  const bitmap = reader.slice(blocks * bitmapSize);
  for (let block = 0; block < blocks; block++) {
    yield { address: context.address(reader), first: first + block * count, count, pages: isPaged ? { bitmap, first: (block * count) / header.pageElements } : undefined };
  }
}

async function* dataBlock(context: Hdf5Context, header: ArrayHeader, { address, first, count, pages }: DataBlock): AsyncGenerator<{ index: number; reader: ByteReader }, void, undefined> {
  if (address === undefined) return;
  const head = 6 + context.shape.offsetSize + offsetWidth(header);
  if (!pages) {
    const reader = await readChecked(context, address, 'EADB', head + count * header.elementSize, head);
    for (let index = 0; index < count; index++) yield { index: first + index, reader };
    return;
  }
  const pageSize = header.pageElements * header.elementSize;
  for (let page = 0; page < count / header.pageElements; page++) {
    if (!isSet(pages.bitmap, pages.first + page)) continue;
    const reader = await readPage(context, address + head + 4 + page * (pageSize + 4), pageSize);
    for (let index = 0; index < header.pageElements; index++) yield { index: first + page * header.pageElements + index, reader };
  }
}

async function readChecked(context: Hdf5Context, address: number, signature: string, size: number, head: number): Promise<ByteReader> {
  const reader = await context.read(address, size + 4, WHAT);
  expectSignature(reader, signature);
  expectVersion(reader, 0);
  reader.position = size;
  expectChecksum(reader);
  reader.position = head;
  return reader;
}

function offsetWidth(header: ArrayHeader): number {
  return Math.ceil(header.countBits / 8);
}

function isPowerOfTwo(value: number): boolean {
  return value > 0 && Number.isInteger(Math.log2(value));
}
