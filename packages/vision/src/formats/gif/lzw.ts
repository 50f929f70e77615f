import { CorruptImageError, damaged } from '../../errors.js';

/** Codes have at most 12 bits (GIF89a specification, appendix F). */
const MAX_BITS = 12;
const TABLE_SIZE = 1 << MAX_BITS;

/**
 * Decodes the LZW data of a GIF picture.
 *
 * @param bytes The file.
 * @param start Offset of the first data sub-block, behind the minimum code size.
 * @param minimumBits The minimum code size.
 * @param count Palette indices that the picture has.
 * @returns the indices in the order of the file (interlaced rows are still out of order).
 * @throws {CorruptImageError} when the data end early or contain an impossible code.
 */
export function decodeLzw(bytes: Uint8Array, start: number, minimumBits: number, count: number): Uint8Array {
  if (minimumBits < 1 || minimumBits >= MAX_BITS) {
    throw damaged(`The GIF has a minimum code size of ${minimumBits} bits; GIF allows 1 to 11`);
  }
  const clear = 1 << minimumBits;
  const links = new Uint16Array(TABLE_SIZE);
  const last = new Uint8Array(TABLE_SIZE);
  const lengths = new Uint16Array(TABLE_SIZE);
  for (let i = 0; i < clear; i += 1) {
    last[i] = i;
    lengths[i] = 1;
  }
  const readCode = codeReader(bytes, start);
  const out = new Uint8Array(count);
  let bits = minimumBits + 1;
  let next = clear + 2;
  let previous = -1;
  let at = 0;
  while (at < count) {
    const code = readCode(bits);
    if (code === clear) {
      bits = minimumBits + 1;
      next = clear + 2;
      previous = -1;
      continue;
    }
    if (code === clear + 1) throw endsEarly(at, count);
    if (code > next || (previous < 0 && code > clear) || (code === next && previous < 0)) throw impossible(code);
    const known = code < next;
    const source = known ? code : previous;
    const length = lengths[source] ?? 0;
    const first = writeString(out, at, source, length, links, last);
    if (!known && at + length < count) out[at + length] = first;
    at += known ? length : length + 1;
    if (previous >= 0 && next < TABLE_SIZE) {
      links[next] = previous;
      last[next] = first;
      lengths[next] = (lengths[previous] ?? 0) + 1;
      if (next === (1 << bits) - 1 && bits < MAX_BITS) bits += 1;
      next += 1;
    }
    previous = code;
  }
  return out;
}

/** Writes the string of a code from its end to its beginning, and gives its first index. */
function writeString(out: Uint8Array, at: number, code: number, length: number, links: Uint16Array, last: Uint8Array): number {
  let current = code;
  for (let i = at + length - 1; i > at; i -= 1) {
    // What lies behind the last pixel falls outside the array and is dropped.
    out[i] = last[current] ?? 0;
    current = links[current] ?? 0;
  }
  const first = last[current] ?? 0;
  out[at] = first;
  return first;
}

/** Reads codes, lowest bit first, across the data sub-blocks. */
function codeReader(bytes: Uint8Array, start: number): (bits: number) => number {
  let at = start;
  let left = 0;
  let buffer = 0;
  let held = 0;
  return (bits) => {
    while (held < bits) {
      if (left === 0) {
        left = bytes[at] ?? -1;
        at += 1;
        if (left < 0 || at + left > bytes.length) {
          throw new CorruptImageError(`The GIF ends within its pixels, at offset ${Math.min(at, bytes.length)}. It was probably cut short.`);
        }
        continue;
      }
      buffer |= (bytes[at] ?? 0) << held;
      held += 8;
      at += 1;
      left -= 1;
    }
    const code = buffer & ((1 << bits) - 1);
    buffer >>>= bits;
    held -= bits;
    return code;
  };
}

function endsEarly(got: number, count: number): CorruptImageError {
  return damaged(`The GIF data end after ${got} of ${count} pixels`);
}

function impossible(code: number): CorruptImageError {
  return damaged(`The GIF data contain the code ${code} before it is defined`);
}
