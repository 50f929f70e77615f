import { ByteReader } from '../io/byte-reader.js';
import { CorruptFileError, UnsupportedFormatError } from '../io/errors.js';
import { hdf5Start } from '../io/detect-format.js';
import type { RandomAccessSource } from '../io/source.js';
import { expectChecksum, type FileShape } from './context.js';
import { UnsupportedHdf5Error } from './errors.js';

/** What the superblock says. */
export interface Superblock extends FileShape {
  readonly version: 0 | 1 | 2 | 3;
  /** Address of the object header of the root group. */
  readonly rootAddress: number;
}

/**
 * Reads the superblock (HDF5 File Format Specification 3.0, II.A; versions 0 to 3).
 *
 * @throws {CorruptFileError} also when the file is shorter than its superblock says.
 */
export async function readSuperblock(source: RandomAccessSource, signal?: AbortSignal): Promise<Superblock> {
  const base = await hdf5Start(source, signal);
  if (base === undefined) throw new UnsupportedFormatError('unknown', `${source.name}: expected an HDF5 file (.h5), got one without the HDF5 signature.`);
  const bytes = await source.read(base, Math.min(128, source.size - base), signal);
  const reader = new ByteReader(bytes, base, `${source.name}: superblock`);
  reader.skip(8);
  const version = reader.u8();
  if (version === 0 || version === 1) return readOld(reader, source, version);
  if (version === 2 || version === 3) return readNew(reader, source, version);
  throw new UnsupportedHdf5Error(`${source.name}: expected an HDF5 superblock of version 0 to 3, got ${version}. Save the file with libver='earliest'.`);
}

function readOld(reader: ByteReader, source: RandomAccessSource, version: 0 | 1): Superblock {
  reader.skip(4);
  const shape = readSizes(reader);
  reader.skip(1 + 4 + 4 + (version === 1 ? 4 : 0));
  reader.skip(shape.offsetSize * 2);
  const end = reader.uint(shape.offsetSize);
  const driver = reader.optionalUint(shape.offsetSize);
  if (driver !== undefined) throw splitFile(source);
  checkEnd(source, end);
  reader.skip(shape.offsetSize);
  return { ...shape, version, rootAddress: rootAddress(reader, shape) };
}

function readNew(reader: ByteReader, source: RandomAccessSource, version: 2 | 3): Superblock {
  const shape = readSizes(reader);
  reader.skip(1 + shape.offsetSize * 2);
  const end = reader.uint(shape.offsetSize);
  const root = rootAddress(reader, shape);
  expectChecksum(reader);
  checkEnd(source, end);
  return { ...shape, version, rootAddress: root };
}

function readSizes(reader: ByteReader): FileShape {
  const [offsetSize, lengthSize] = [reader.u8(), reader.u8()];
  if (![2, 4, 8].includes(offsetSize) || ![2, 4, 8].includes(lengthSize)) {
    throw reader.corrupt(`gives addresses ${offsetSize} and lengths ${lengthSize} bytes instead of 2, 4 or 8`, reader.position - 2);
  }
  return { base: reader.start, offsetSize, lengthSize };
}

function rootAddress(reader: ByteReader, shape: FileShape): number {
  const address = reader.optionalUint(shape.offsetSize);
  if (address === undefined) throw reader.corrupt('has no root group');
  return address;
}

/** The superblock holds the whole length, so that a file that was cut anywhere is known at once. */
function checkEnd(source: RandomAccessSource, end: number): void {
  if (end <= source.size) return;
  throw new CorruptFileError(
    `${source.name}: is truncated: expected ${end} bytes as its superblock says, got ${source.size}. Download or copy the file again.`,
    source.size,
  );
}

function splitFile(source: RandomAccessSource): UnsupportedHdf5Error {
  return new UnsupportedHdf5Error(`${source.name}: is one part of an HDF5 file that is split over several files, which is not read. Join it with h5repack or h5copy.`);
}
