import { BlockCache } from '../io/block-cache.js';
import { ByteReader } from '../io/byte-reader.js';
import { CorruptFileError, describeOffset } from '../io/errors.js';
import { expansionLimit } from '../io/limits.js';
import { lookup3 } from '../io/lookup3.js';
import type { RandomAccessSource } from '../io/source.js';

const MIB = 1024 * 1024;
/** Links, attributes and chunks of a whole file. */
const MOST_ENTRIES = 1_000_000;

/** Where a file's addresses count from and how wide its numbers are; from the superblock. */
export interface FileShape {
  /** Offset of the superblock; addresses count from here. */
  readonly base: number;
  /** Bytes of an address. */
  readonly offsetSize: number;
  /** Bytes of a length. */
  readonly lengthSize: number;
}

/**
 * What every reader of a structure needs: the bytes, the widths of numbers, and the bounds that keep a hostile file from
 * taking time or memory without end. Every structure is read once and remembered by its reader, so an honest file stays
 * far below the bounds however often it is asked.
 */
export class Hdf5Context {
  readonly source: RandomAccessSource;
  readonly shape: FileShape;
  readonly signal: AbortSignal | undefined;
  readonly #cache: BlockCache;
  #structureBytes = 0;
  #entries = 0;
  #contentBytes = 0;

  constructor(source: RandomAccessSource, shape: FileShape, signal?: AbortSignal) {
    this.source = source;
    this.shape = shape;
    this.signal = signal;
    this.#cache = new BlockCache(source);
  }

  get name(): string {
    return this.source.name;
  }

  /**
   * Reads a structure.
   *
   * @param address Relative to the superblock.
   * @param what For messages, for example `object header`.
   * @throws {CorruptFileError} when it does not lie within the file or the bound on structures is reached.
   */
  async read(address: number, length: number, what: string): Promise<ByteReader> {
    const offset = this.checkRange(address, length, what);
    this.#structureBytes += length;
    if (this.#structureBytes > 16 * MIB + this.source.size) {
      throw new CorruptFileError(`${this.name}: its structures refer to each other so often that reading them would not end (met in a ${what}). The file is damaged or hostile.`, offset);
    }
    const bytes = await this.#cache.read(offset, length, this.signal);
    // A view into a cached block would keep the whole block.
    return new ByteReader(this.source.blockSize > 0 ? bytes.slice() : bytes, offset, `${this.name}: ${what}`);
  }

  /** Reads stored data, which may be large; a view that is not to be kept. */
  async readData(address: number, length: number, what: string, signal?: AbortSignal): Promise<Uint8Array> {
    return this.#cache.read(this.checkRange(address, length, what), length, signal);
  }

  /** Fills `target` with stored data. */
  async readDataInto(target: Uint8Array, address: number, what: string, signal?: AbortSignal): Promise<void> {
    const offset = this.checkRange(address, target.length, what);
    if (target.length < this.source.blockSize) target.set(await this.#cache.read(offset, target.length, signal));
    else await this.source.readInto(target, offset, signal);
  }

  /** The offset in the file of an address, after a look whether that many bytes follow it. */
  checkRange(address: number, length: number, what: string): number {
    const offset = this.shape.base + address;
    if (!(offset + length <= this.source.size)) {
      throw new CorruptFileError(
        `${this.name}: is truncated: a ${what} of ${length} bytes is expected at byte ${describeOffset(offset)}, but the file ends at ${this.source.size}. Get the file again.`,
        offset,
      );
    }
    return offset;
  }

  /** Counts links, attributes and chunks. */
  countEntries(count: number, what: string): void {
    this.#entries += count;
    if (this.#entries > MOST_ENTRIES) throw new CorruptFileError(`${this.name}: holds more than ${MOST_ENTRIES} entries (met in a ${what}). The file is damaged or hostile.`);
  }

  /** Counts the bytes of arrays, each array once, so that no file expands to much more than it is. */
  countContent(bytes: number, what: string): void {
    this.#contentBytes += bytes;
    if (!(this.#contentBytes <= expansionLimit(this.source.size))) {
      throw new CorruptFileError(`${this.name}: declares far more data than it stores: ${bytes} bytes in ${what}, in a file of ${this.source.size} bytes. The file is damaged or hostile.`);
    }
  }

  /** Reads an address field; undefined when it says "nowhere". */
  address(reader: ByteReader): number | undefined {
    return reader.optionalUint(this.shape.offsetSize);
  }

  /** Reads an address field that has to be set. */
  requiredAddress(reader: ByteReader, what: string): number {
    const address = this.address(reader);
    if (address === undefined) throw reader.corrupt(`has no address of its ${what}`);
    return address;
  }

  /** Reads a length field. */
  length(reader: ByteReader): number {
    return reader.uint(this.shape.lengthSize);
  }
}

/** Checks four letters that begin a structure. */
export function expectSignature(reader: ByteReader, signature: string): void {
  const found = reader.ascii(4);
  if (found !== signature) throw reader.corrupt(`has no signature ${signature}`, reader.position - 4);
}

/** Checks a version number that has one accepted value. */
export function expectVersion(reader: ByteReader, version: number): void {
  const found = reader.u8();
  if (found !== version) throw reader.corrupt(`has version ${found} instead of ${version}`, reader.position - 1);
}

/** Reads the checksum that ends a structure and compares it with that of everything before it. */
export function expectChecksum(reader: ByteReader): void {
  const end = reader.position;
  const stored = reader.u32();
  if (lookup3(reader.bytes.subarray(0, end))[0] !== stored) throw reader.corrupt('does not fit its checksum', end);
}
