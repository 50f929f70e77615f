import type { ByteReader } from '../../io/byte-reader.js';
import { expectChecksum, expectSignature, expectVersion, type Hdf5Context } from '../context.js';
import type { Chunk } from './chunk.js';
import { elementSize, readElement, type ElementFormat } from './element.js';
import type { ChunkGrid } from './grid.js';

const WHAT = 'chunk index (fixed array)';

interface Block {
  readonly address: number;
  /** Elements that the array has room for. */
  readonly count: number;
  readonly elementSize: number;
  readonly pageElements: number;
}

/** Reads the chunks of a dataset that cannot grow (specification, III.C "Fixed Array Index"; HDF5 1.10). */
export async function* fixedArrayChunks(context: Hdf5Context, address: number, format: ElementFormat, grid: ChunkGrid): AsyncGenerator<Chunk, void, undefined> {
  const { offsetSize, lengthSize } = context.shape;
  const header = await context.read(address, 12 + lengthSize + offsetSize, WHAT);
  expectSignature(header, 'FAHD');
  expectVersion(header, 0);
  header.skip(1);
  const size = header.u8();
  const pageBits = header.u8();
  const count = context.length(header);
  const block = context.address(header);
  expectChecksum(header);
  if (size !== elementSize(context, format) || pageBits > 31) throw header.corrupt(`has elements of ${size} bytes instead of ${elementSize(context, format)}`, 6);
  if (count < grid.count) throw header.corrupt(`has room for ${count} chunks instead of ${grid.count}`, 8);
  if (block === undefined) return;
  const elements = readBlock(context, { address: block, count, elementSize: size, pageElements: 2 ** pageBits });
  for await (const { index, reader } of elements) {
    if (index >= grid.count) return;
    const element = readElement(context, reader, format);
    if (element) yield { start: grid.start(index), ...element };
  }
}

async function* readBlock(context: Hdf5Context, block: Block): AsyncGenerator<{ index: number; reader: ByteReader }, void, undefined> {
  const head = 6 + context.shape.offsetSize;
  if (block.count <= block.pageElements) {
    const reader = await readHead(context, block, head + block.count * block.elementSize);
    for (let index = 0; index < block.count; index++) yield { index, reader };
    return;
  }
  const pages = Math.ceil(block.count / block.pageElements);
  const bitmapSize = Math.ceil(pages / 8);
  const bitmap = (await readHead(context, block, head + bitmapSize)).slice(bitmapSize);
  const pageSize = block.pageElements * block.elementSize + 4;
  for (let page = 0; page < pages; page++) {
    if (!isSet(bitmap, page)) continue;
    const first = page * block.pageElements;
    const count = Math.min(block.pageElements, block.count - first);
    const start = block.address + head + bitmapSize + 4 + page * pageSize;
    const reader = await readPage(context, start, count * block.elementSize);
    for (let index = 0; index < count; index++) yield { index: first + index, reader };
  }
}

/** Reads the block up to its checksum, and stands behind its own header then. */
async function readHead(context: Hdf5Context, block: Block, size: number): Promise<ByteReader> {
  const reader = await context.read(block.address, size + 4, WHAT);
  expectSignature(reader, 'FADB');
  expectVersion(reader, 0);
  reader.position = size;
  expectChecksum(reader);
  reader.position = 6 + context.shape.offsetSize;
  return reader;
}

/** Reads one page of elements with its checksum. */
export async function readPage(context: Hdf5Context, address: number, size: number): Promise<ByteReader> {
  const reader = await context.read(address, size + 4, 'page of a chunk index');
  reader.position = size;
  expectChecksum(reader);
  reader.position = 0;
  return reader;
}

/** Whether a page was ever written; the first page is the highest bit. */
export function isSet(bitmap: Uint8Array, index: number): boolean {
  return ((bitmap[index >> 3] ?? 0) & (0x80 >> (index & 7))) !== 0;
}
