import { Inflate, inflateSync } from 'fflate';

/** Compressed bytes handed over at once: they expand to 66 MB at most before the count is looked at. */
const PIECE = 64 * 1024;

/**
 * Expands raw DEFLATE data that is known to hold exactly as many bytes as `target` has. Stops soon after it has given
 * more, so that a small input cannot keep the program busy.
 *
 * @returns Whether it did hold exactly that many.
 * @throws whatever the inflater says about malformed data; callers turn it into their own error.
 */
export function inflateInto(compressed: Uint8Array, target: Uint8Array): boolean {
  if (compressed.length > 2 * PIECE) return inflateInPieces(compressed, target);
  // One byte more than wanted, to notice data that goes on.
  const out = inflateSync(compressed, { out: new Uint8Array(target.length + 1) });
  if (out.length !== target.length) return false;
  target.set(out);
  return true;
}

function inflateInPieces(compressed: Uint8Array, target: Uint8Array): boolean {
  let filled = 0;
  const inflater = new Inflate((piece) => {
    if (filled + piece.length <= target.length) target.set(piece, filled);
    filled += piece.length;
  });
  for (let at = 0; at < compressed.length && filled <= target.length; at += PIECE) {
    inflater.push(compressed.subarray(at, at + PIECE), at + PIECE >= compressed.length);
  }
  return filled === target.length;
}

/** The checksum at the end of zlib data (RFC 1950). */
export function adler32(bytes: Uint8Array): number {
  let low = 1;
  let high = 0;
  for (let at = 0; at < bytes.length; ) {
    // 3800 additions of at most 255 stay exact in 32 bits before the remainder has to be taken.
    const end = Math.min(at + 3800, bytes.length);
    for (; at < end; at++) {
      low += bytes[at] as number;
      high += low;
    }
    low %= 65521;
    high %= 65521;
  }
  return ((high << 16) | low) >>> 0;
}
