import { ByteReader } from './byte-reader.js';
import { CorruptFileError, UnsupportedFormatError } from './errors.js';
import type { RandomAccessSource } from './source.js';

/** What a zip archive's directory says about one member. */
export interface ZipEntry {
  readonly name: string;
  /** 0 stored, 8 deflated. */
  readonly method: 0 | 8;
  readonly crc: number;
  readonly compressedSize: number;
  readonly size: number;
  /** Where the member's own header stands in the file. */
  readonly headerOffset: number;
}

interface DirectoryPlace {
  readonly offset: number;
  readonly size: number;
  readonly count: number;
}

const END_RECORD = 22;
const LONGEST_COMMENT = 0xffff;

/**
 * Reads all entries of a zip archive's directory.
 *
 * @throws {CorruptFileError} when it has none or contradicts itself; {@link UnsupportedFormatError} for encryption and
 *   compression methods other than deflate.
 */
export async function readZipDirectory(source: RandomAccessSource, signal?: AbortSignal): Promise<Map<string, ZipEntry>> {
  const place = await findDirectory(source, signal);
  if (place.offset + place.size > source.size || place.size < place.count * 46) {
    throw new CorruptFileError(`${source.name}: the directory of the zip archive lies outside of the file, which is truncated or damaged. Get it again.`, place.offset);
  }
  const bytes = await source.read(place.offset, place.size, signal);
  const reader = new ByteReader(bytes, place.offset, `${source.name}: the directory of the zip archive`);
  const entries = new Map<string, ZipEntry>();
  for (let index = 0; index < place.count; index++) {
    const entry = readEntry(reader, source.name);
    if (entries.has(entry.name)) throw reader.corrupt(`names the member ${entry.name} twice`);
    entries.set(entry.name, entry);
  }
  return entries;
}

async function findDirectory(source: RandomAccessSource, signal?: AbortSignal): Promise<DirectoryPlace> {
  const length = Math.min(source.size, END_RECORD + LONGEST_COMMENT);
  const start = source.size - length;
  const tail = await source.read(start, length, signal);
  for (let at = length - END_RECORD; at >= 0; at--) {
    if (tail[at] !== 0x50 || tail[at + 1] !== 0x4b || tail[at + 2] !== 5 || tail[at + 3] !== 6) continue;
    const end = new ByteReader(tail.subarray(at), start + at, `${source.name}: the end of the zip archive`);
    end.skip(10);
    const place = { count: end.u16(), size: end.u32(), offset: end.u32() };
    const isZip64 = place.count === 0xffff || place.size === 0xffffffff || place.offset === 0xffffffff;
    return isZip64 && start + at >= 20 ? findZip64Directory(source, start + at - 20, signal) : place;
  }
  throw new CorruptFileError(
    `${source.name}: begins as a zip archive (.keras) but its directory, which stands at the end, is missing: the file is truncated. Get it again.`,
    source.size,
  );
}

async function findZip64Directory(source: RandomAccessSource, locatorOffset: number, signal?: AbortSignal): Promise<DirectoryPlace> {
  const what = `${source.name}: the zip64 end of the archive`;
  const locator = new ByteReader(await source.read(locatorOffset, 20, signal), locatorOffset, what);
  if (locator.u32() !== 0x07064b50) throw locator.corrupt('is missing', 0);
  locator.skip(4);
  const offset = locator.uint(8);
  if (offset + 56 > source.size) throw locator.corrupt('lies behind the end of the file, which is truncated', 8);
  const end = new ByteReader(await source.read(offset, 56, signal), offset, what);
  if (end.u32() !== 0x06064b50) throw end.corrupt('has no signature', 0);
  end.skip(28);
  return { count: end.uint(8), size: end.uint(8), offset: end.uint(8) };
}

function readEntry(reader: ByteReader, file: string): ZipEntry {
  if (reader.u32() !== 0x02014b50) throw reader.corrupt('has an entry without signature', reader.position - 4);
  reader.skip(4);
  const flags = reader.u16();
  const method = reader.u16();
  reader.skip(4);
  const crc = reader.u32();
  const sizes = { compressedSize: reader.u32(), size: reader.u32() };
  const lengths = [reader.u16(), reader.u16(), reader.u16()] as const;
  reader.skip(8);
  const headerOffset = reader.u32();
  const name = new TextDecoder().decode(reader.slice(lengths[0]));
  const extra = reader.part(lengths[1]);
  reader.skip(lengths[2]);
  if (flags & 1) throw new UnsupportedFormatError('encrypted zip', `${file}: the member ${name} is encrypted. Unpack the archive and save it without a password.`);
  if (method !== 0 && method !== 8) {
    throw new UnsupportedFormatError('zip', `${file}: the member ${name} is compressed by method ${method}; only stored and deflated members are read. Pack the archive anew.`);
  }
  const entry = { name, method, crc, headerOffset, ...sizes } as const;
  const full = withZip64(entry, extra);
  if (full.method === 0 && full.size !== full.compressedSize) throw reader.corrupt(`gives the stored member ${name} two different sizes`);
  return full;
}

/** Replaces the fields that were too large for 32 bits by those of the zip64 extra field. */
function withZip64(entry: ZipEntry, extra: ByteReader): ZipEntry {
  const tooLarge = 0xffffffff;
  while (extra.remaining >= 4) {
    const id = extra.u16();
    const field = extra.part(Math.min(extra.u16(), extra.remaining));
    if (id !== 1) continue;
    return {
      ...entry,
      size: entry.size === tooLarge ? field.uint(8) : entry.size,
      compressedSize: entry.compressedSize === tooLarge ? field.uint(8) : entry.compressedSize,
      headerOffset: entry.headerOffset === tooLarge ? field.uint(8) : entry.headerOffset,
    };
  }
  return entry;
}
