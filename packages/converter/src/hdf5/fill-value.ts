import type { ByteReader } from '../io/byte-reader.js';

/**
 * Reads a fill value: what the elements are that were never written (specification, IV.A.2.e and f).
 *
 * @returns Its bytes; undefined for zeros.
 */
export function readFillValue(reader: ByteReader): Uint8Array | undefined {
  const version = reader.u8();
  if (version === 3) return reader.u8() & 0x20 ? sized(reader) : undefined;
  if (version !== 1 && version !== 2) throw reader.corrupt(`has a fill value of version ${version} instead of 1 to 3`, 0);
  reader.skip(2);
  const isDefined = reader.u8() !== 0;
  return version === 1 || isDefined ? sized(reader) : undefined;
}

/** Reads the fill value of files from before HDF5 1.6. */
export function readOldFillValue(reader: ByteReader): Uint8Array | undefined {
  return sized(reader);
}

function sized(reader: ByteReader): Uint8Array | undefined {
  const size = reader.u32();
  return size === 0 || size === 0xffffffff ? undefined : reader.slice(size);
}
