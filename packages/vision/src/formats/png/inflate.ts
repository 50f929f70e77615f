import { Inflate } from 'fflate';
import { CorruptImageError, damaged } from '../../errors.js';

/** Compressed bytes that are inflated at a time; at most 1,032 times as many come out, so that no bomb fills the memory. */
const PIECE_BYTES = 32 * 1024;

const ADLER_MODULUS = 65521;
/** Most bytes whose sums fit 32 bits before a division is due (RFC 1950, section 9). */
const ADLER_RUN = 5552;

/**
 * Inflates a zlib stream (RFC 1950) until the target is full, and no further.
 *
 * @param stream The whole stream with its two header bytes.
 * @param target Where the bytes go.
 * @returns how many bytes the stream gave before it ended or the target was full; more than `target.length` when there would have been more.
 * @throws {CorruptImageError} when the stream cannot be inflated.
 */
export function inflateInto(stream: Uint8Array, target: Uint8Array): number {
  const [method = 0, flags = 0] = stream;
  if (stream.length < 2 || (method & 15) !== 8 || method >> 4 > 7 || (method * 256 + flags) % 31 !== 0 || flags & 32) {
    throw damaged('The compressed data of the PNG do not begin as a zlib stream');
  }
  let total = 0;
  const inflate = new Inflate((bytes) => {
    if (total < target.length) target.set(bytes.subarray(0, target.length - total), total);
    total += bytes.length;
  });
  for (let at = 2; at < stream.length && total <= target.length; at += PIECE_BYTES) {
    pushPiece(inflate, stream.subarray(at, at + PIECE_BYTES));
  }
  return total;
}

function pushPiece(inflate: Inflate, piece: Uint8Array): void {
  try {
    inflate.push(piece);
  } catch (cause) {
    throw new CorruptImageError('The compressed data of the PNG cannot be inflated; the file is damaged.', { cause });
  }
}

/** Whether the Adler-32 checksum that ends a zlib stream is that of the bytes (RFC 1950, section 8.2). */
export function checksumFits(stream: Uint8Array, inflated: Uint8Array): boolean {
  const at = stream.length - 4;
  if (at < 2) return false;
  return new DataView(stream.buffer, stream.byteOffset).getUint32(at) === adler32(inflated);
}

function adler32(bytes: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (let start = 0; start < bytes.length; start += ADLER_RUN) {
    const end = Math.min(start + ADLER_RUN, bytes.length);
    for (let i = start; i < end; i += 1) {
      a += bytes[i] ?? 0;
      b += a;
    }
    a %= ADLER_MODULUS;
    b %= ADLER_MODULUS;
  }
  return b * 65536 + a;
}
