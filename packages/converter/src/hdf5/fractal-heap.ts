import type { ByteReader } from '../io/byte-reader.js';
import { lookup3 } from '../io/lookup3.js';
import { walkBtree2 } from './btree2.js';
import { expectChecksum, expectSignature, expectVersion, type Hdf5Context } from './context.js';
import { UnsupportedHdf5Error } from './errors.js';

interface HeapHeader {
  readonly address: number;
  readonly idSize: number;
  readonly hasChecksums: boolean;
  readonly mostManaged: number;
  readonly hugeTree: number | undefined;
  /** Blocks in a row of the doubling table. */
  readonly width: number;
  readonly startSize: number;
  readonly mostDirect: number;
  /** Bits of an offset in the heap. */
  readonly offsetBits: number;
  readonly root: number | undefined;
  readonly rootRows: number;
}

interface Block {
  readonly address: number;
  /** Offset in the heap of its first byte. */
  readonly start: number;
  readonly size: number;
}

const WHAT = 'fractal heap';

/** Links and attributes of objects that have many of them (specification, III.G). */
export class FractalHeap {
  readonly #context: Hdf5Context;
  readonly #header: HeapHeader;
  readonly #blocks = new Map<number, Promise<ByteReader>>();
  #huge: Promise<ReadonlyMap<number, Block>> | undefined;

  private constructor(context: Hdf5Context, header: HeapHeader) {
    this.#context = context;
    this.#header = header;
  }

  static async open(context: Hdf5Context, address: number): Promise<FractalHeap> {
    return new FractalHeap(context, await readHeader(context, address));
  }

  /**
   * The object that an ID stands for.
   *
   * @param id Reader at the first byte of the ID; as many bytes as an ID has are taken.
   */
  async object(id: ByteReader): Promise<ByteReader> {
    const body = id.part(this.#header.idSize);
    const flags = body.u8();
    switch ((flags >> 4) & 3) {
      case 0:
        return this.#managed(body);
      case 1:
        return this.#hugeObject(body);
      case 2:
        return this.#tiny(body, flags);
      default:
        throw body.corrupt('is the ID of an object of an unknown kind', 0);
    }
  }

  /** Bytes of an ID. */
  get idSize(): number {
    return this.#header.idSize;
  }

  async #managed(id: ByteReader): Promise<ByteReader> {
    const { offsetBits, mostDirect, mostManaged } = this.#header;
    const offset = id.uint(offsetWidth(offsetBits));
    const length = id.uint(Math.min(bytesFor(mostDirect), bytesFor(mostManaged)));
    const block = await this.#findBlock(offset, id);
    const reader = await this.#block(block);
    const at = offset - block.start;
    if (at + length > block.size) throw id.corrupt('names an object that reaches over the end of its block', 0);
    reader.position = at;
    return reader.part(length);
  }

  /** Goes down the doubling table to the block that holds an offset. */
  async #findBlock(offset: number, id: ByteReader): Promise<Block> {
    const { root, rootRows, startSize } = this.#header;
    if (root === undefined) throw id.corrupt('names an object of an empty heap', 0);
    if (rootRows === 0) return { address: root, start: 0, size: startSize };
    let place = { address: root, start: 0, rows: rootRows };
    for (;;) {
      const { row, column, start, size } = this.#locate(offset - place.start, id);
      const child = await this.#child(place, row, column);
      if (size <= this.#header.mostDirect) return { address: child, start: place.start + start, size };
      const rows = Math.log2(size) - Math.log2(startSize * this.#header.width) + 1;
      if (rows >= place.rows) throw id.corrupt('names an object in a block that holds itself', 0);
      place = { address: child, start: place.start + start, rows };
    }
  }

  /** Row and column of an offset; the first two rows have blocks of the starting size, each further row twice as large. */
  #locate(offset: number, id: ByteReader): { row: number; column: number; start: number; size: number } {
    const { startSize, width } = this.#header;
    const firstRow = startSize * width;
    const row = offset < firstRow ? 0 : Math.floor(Math.log2(offset / firstRow)) + 1;
    const size = row === 0 ? startSize : startSize * 2 ** (row - 1);
    const rowStart = row === 0 ? 0 : firstRow * 2 ** (row - 1);
    const column = Math.floor((offset - rowStart) / size);
    if (row > 64 || column < 0 || column >= width) throw id.corrupt('names an object outside of its heap', 0);
    return { row, column, start: rowStart + column * size, size };
  }

  async #child(place: { address: number; rows: number }, row: number, column: number): Promise<number> {
    const { width, offsetBits } = this.#header;
    const reader = await this.#indirect(place.address, place.rows);
    if (row >= place.rows) throw reader.corrupt('ends before the block that holds an object', 0);
    const { offsetSize } = this.#context.shape;
    reader.position = 5 + offsetSize + offsetWidth(offsetBits) + (row * width + column) * offsetSize;
    return this.#context.requiredAddress(reader, 'block');
  }

  async #indirect(address: number, rows: number): Promise<ByteReader> {
    const { offsetSize } = this.#context.shape;
    const size = 5 + offsetSize + offsetWidth(this.#header.offsetBits) + rows * this.#header.width * offsetSize;
    return this.#remember(address, async () => {
      const reader = await this.#context.read(address, size + 4, WHAT);
      expectSignature(reader, 'FHIB');
      reader.position = size;
      expectChecksum(reader);
      return reader;
    });
  }

  async #block({ address, size }: Block): Promise<ByteReader> {
    return this.#remember(address, async () => {
      const reader = await this.#context.read(address, size, WHAT);
      expectSignature(reader, 'FHDB');
      expectVersion(reader, 0);
      if (this.#context.address(reader) !== this.#header.address) throw reader.corrupt('has a block that belongs to another heap', 5);
      if (this.#header.hasChecksums) checkBlock(reader, reader.position + offsetWidth(this.#header.offsetBits));
      return reader;
    });
  }

  async #remember(address: number, read: () => Promise<ByteReader>): Promise<ByteReader> {
    let reader = this.#blocks.get(address);
    if (!reader) {
      reader = read();
      this.#blocks.set(address, reader);
    }
    return reader;
  }

  #tiny(id: ByteReader, flags: number): ByteReader {
    const isLong = this.#header.idSize > 17;
    const length = isLong ? (((flags & 15) << 8) | id.u8()) + 1 : (flags & 15) + 1;
    return id.part(length);
  }

  async #hugeObject(id: ByteReader): Promise<ByteReader> {
    const { offsetSize, lengthSize } = this.#context.shape;
    const isDirect = this.#header.idSize > offsetSize + lengthSize;
    if (isDirect) return this.#context.read(this.#context.requiredAddress(id, 'object'), this.#context.length(id), WHAT);
    const number = id.uint(Math.min(this.#header.idSize - 1, 8));
    this.#huge ??= this.#readHuge();
    const place = (await this.#huge).get(number);
    if (!place) throw id.corrupt('names a large object that is not in the heap', 0);
    return this.#context.read(place.address, place.size, WHAT);
  }

  async #readHuge(): Promise<ReadonlyMap<number, Block>> {
    const objects = new Map<number, Block>();
    if (this.#header.hugeTree === undefined) return objects;
    for await (const record of walkBtree2(this.#context, this.#header.hugeTree, 1)) {
      const address = this.#context.requiredAddress(record, 'object');
      const size = this.#context.length(record);
      objects.set(this.#context.length(record), { address, size, start: 0 });
    }
    return objects;
  }
}

async function readHeader(context: Hdf5Context, address: number): Promise<HeapHeader> {
  const { offsetSize, lengthSize } = context.shape;
  const reader = await context.read(address, 26 + 3 * offsetSize + 12 * lengthSize, WHAT);
  expectSignature(reader, 'FRHP');
  expectVersion(reader, 0);
  const idSize = reader.u16();
  const filterSize = reader.u16();
  const hasChecksums = (reader.u8() & 2) !== 0;
  const mostManaged = reader.u32();
  reader.skip(lengthSize);
  const hugeTree = context.address(reader);
  reader.skip(lengthSize + offsetSize + 8 * lengthSize);
  const width = reader.u16();
  const startSize = context.length(reader);
  const mostDirect = context.length(reader);
  const offsetBits = reader.u16();
  reader.skip(2);
  const root = context.address(reader);
  const rootRows = reader.u16();
  if (filterSize > 0) throw new UnsupportedHdf5Error(`${context.name}: compresses its links or attributes, which is not read. Save the file with libver='earliest'.`);
  expectChecksum(reader);
  const isSound = width > 0 && isPowerOfTwo(startSize) && isPowerOfTwo(mostDirect) && startSize <= mostDirect && offsetBits > 0 && offsetBits <= 64 && idSize > 1 && rootRows <= 64;
  if (!isSound) throw reader.corrupt('has impossible sizes', 0);
  return { address, idSize, hasChecksums, mostManaged, hugeTree, width, startSize, mostDirect, offsetBits, root, rootRows };
}

/** The checksum of a block stands in its middle and was computed while its own place held zeros. */
function checkBlock(reader: ByteReader, at: number): void {
  reader.position = at;
  const stored = reader.u32();
  const bytes = reader.bytes.slice();
  bytes.fill(0, at, at + 4);
  if (lookup3(bytes)[0] !== stored) throw reader.corrupt('does not fit its checksum', at);
}

function offsetWidth(bits: number): number {
  return Math.ceil(bits / 8);
}

function bytesFor(value: number): number {
  return Math.floor(Math.log2(Math.max(1, value)) / 8) + 1;
}

function isPowerOfTwo(value: number): boolean {
  return value > 0 && Number.isInteger(Math.log2(value));
}
