import { ByteReader } from '../io/byte-reader.js';
import { CorruptFileError, describeOffset } from '../io/errors.js';
import { adler32, inflateInto } from '../io/inflate.js';
import { UnsupportedHdf5Error } from './errors.js';
import { fletcher32 } from './fletcher32.js';
import { unshuffle } from './shuffle.js';

/** One step that a chunk went through when it was written. */
export interface Filter {
  readonly id: number;
  readonly name: string;
  readonly values: readonly number[];
}

const DEFLATE = 1;
const SHUFFLE = 2;
const FLETCHER32 = 3;
const NAMES: Record<number, string> = {
  1: 'deflate', 2: 'shuffle', 3: 'fletcher32', 4: 'szip', 5: 'nbit', 6: 'scaleoffset', 305: 'LZO',
  307: 'bzip2', 32000: 'LZF', 32001: 'Blosc', 32004: 'LZ4', 32008: 'bitshuffle', 32013: 'ZFP', 32015: 'Zstandard', 32026: 'Blosc2',
};

/** Reads a filter pipeline (specification, IV.A.2.l; versions 1 and 2). */
export function readFilters(reader: ByteReader): Filter[] {
  const version = reader.u8();
  const count = reader.u8();
  if (version !== 1 && version !== 2) throw reader.corrupt(`has a filter pipeline of version ${version} instead of 1 or 2`, 0);
  if (count > 32) throw reader.corrupt(`has ${count} filters, and HDF5 allows 32`, 1);
  reader.skip(version === 1 ? 6 : 0);
  return Array.from({ length: count }, () => readFilter(reader, version));
}

function readFilter(reader: ByteReader, version: 1 | 2): Filter {
  const id = reader.u16();
  const nameLength = version === 1 || id >= 256 ? reader.u16() : 0;
  reader.skip(2);
  const count = reader.u16();
  const padded = version === 1 ? Math.ceil(nameLength / 8) * 8 : nameLength;
  const name = new TextDecoder().decode(reader.slice(padded)).replace(/\0.*$/s, '');
  const values = Array.from({ length: count }, () => reader.u32());
  if (version === 1 && count % 2 === 1) reader.skip(4);
  return { id, name: NAMES[id] ?? (name || `number ${id}`), values };
}

/**
 * Refuses filters that cannot be undone here.
 *
 * @throws {UnsupportedHdf5Error} naming the filter and the dataset.
 */
export function checkFilters(filters: readonly Filter[], dataset: string): void {
  const unknown = filters.find(({ id }) => ![DEFLATE, SHUFFLE, FLETCHER32].includes(id));
  const repeated = filters.filter(({ id }) => id === DEFLATE).length > 1;
  if (!unknown && !repeated) return;
  const what = unknown ? `the filter ${unknown.name}` : 'two rounds of deflate';
  throw new UnsupportedHdf5Error(`${dataset}: is compressed with ${what}; gzip (deflate), shuffle and fletcher32 are read. Save it with compression='gzip' or without.`);
}

/**
 * Undoes a pipeline on one chunk.
 *
 * @param stored The chunk as it is in the file; not changed.
 * @param mask Bit i says that filter i was left out for this chunk.
 * @param size Bytes of the chunk without filters.
 * @param offset Where the chunk stands in the file, for messages.
 * @throws {CorruptFileError} when the data does not fit a checksum or does not give exactly `size` bytes.
 */
export function undoFilters(stored: Uint8Array, filters: readonly Filter[], mask: number, size: number, dataset: string, offset: number): Uint8Array {
  const active = filters.filter((_, index) => (mask & (1 << index)) === 0);
  const damaged = (problem: string, cause?: unknown): CorruptFileError =>
    new CorruptFileError(`${dataset}: the chunk at byte ${describeOffset(offset)} ${problem}. The file is damaged; get it again.`, offset, { cause });
  let bytes = stored;
  for (let index = active.length - 1; index >= 0; index--) {
    const { id, values } = active[index] as Filter;
    const checksumsInside = active.slice(0, index).filter((filter) => filter.id === FLETCHER32).length;
    if (id === DEFLATE) bytes = inflate(bytes, size + 4 * checksumsInside, damaged);
    else if (id === SHUFFLE) bytes = unshuffle(bytes, values[0] ?? 1);
    else bytes = withoutFletcher(bytes, damaged);
  }
  if (bytes.length !== size) throw damaged(`holds ${bytes.length} bytes instead of ${size}`);
  return bytes;
}

type Damaged = (problem: string, cause?: unknown) => CorruptFileError;

/** Undoes zlib compression (RFC 1950). */
function inflate(bytes: Uint8Array, size: number, damaged: Damaged): Uint8Array {
  const [cmf = 0, flags = 0] = bytes;
  if (bytes.length < 6 || (cmf & 15) !== 8 || ((cmf << 8) | flags) % 31 !== 0 || flags & 32) throw damaged('is not zlib data as its filter says');
  const out = new Uint8Array(size);
  let complete: boolean;
  try {
    complete = inflateInto(bytes.subarray(2, -4), out);
  } catch (cause) {
    throw damaged('holds malformed compressed data', cause);
  }
  if (!complete) throw damaged(`does not expand to the ${size} bytes that its shape takes`);
  const stored = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4, 4).getUint32(0);
  if (adler32(out) !== stored) throw damaged('does not fit its Adler-32 checksum');
  return out;
}

function withoutFletcher(bytes: Uint8Array, damaged: Damaged): Uint8Array {
  if (bytes.length < 4) throw damaged('is too short for its checksum');
  const data = bytes.subarray(0, -4);
  const stored = new ByteReader(bytes.subarray(-4), 0, '').u32();
  const sum = fletcher32(data);
  // Versions before 1.6.3 swapped the bytes within each half on little-endian machines; HDF5 itself takes both.
  const swapped = (((sum & 0x00ff00ff) << 8) | ((sum >>> 8) & 0x00ff00ff)) >>> 0;
  if (stored !== sum && stored !== swapped) throw damaged('does not fit its Fletcher-32 checksum');
  return data;
}
