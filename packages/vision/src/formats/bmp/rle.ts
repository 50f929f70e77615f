import { damaged } from '../../errors.js';

/**
 * Unpacks RLE8 and RLE4 pixels (Microsoft, "Bitmap Compression"). A run that would leave its row is cut at the row's end,
 * as PIL does it.
 *
 * @param bytes The file.
 * @param offset Where the pixels begin.
 * @returns `width * height` palette indices, bottom row first.
 * @throws {CorruptImageError} when the data stop before the last pixel.
 */
export function unpackRle(bytes: Uint8Array, offset: number, width: number, height: number, nibbles: boolean): Uint8Array {
  const out = new Uint8Array(width * height);
  let at = offset;
  let filled = 0;
  let x = 0;
  while (filled < out.length && at + 1 < bytes.length) {
    const count = bytes[at] ?? 0;
    const value = bytes[at + 1] ?? 0;
    at += 2;
    if (count > 0) {
      const run = Math.min(count, Math.max(0, width - x));
      fillRun(out, filled, run, value, nibbles);
      filled += run;
      x += run;
    } else if (value === 0) {
      filled = Math.ceil(filled / width) * width;
      x = 0;
    } else if (value === 1) {
      break;
    } else if (value === 2) {
      if (at + 1 >= bytes.length) break;
      filled += Math.min(out.length - filled, (bytes[at] ?? 0) + (bytes[at + 1] ?? 0) * width);
      at += 2;
      x = filled % width;
    } else {
      const wanted = Math.min(out.length - filled, value);
      const size = nibbles ? Math.ceil(wanted / 2) : wanted;
      if (at + size > bytes.length) break;
      copyLiteral(out, filled, bytes.subarray(at, at + size), wanted, nibbles);
      at += size;
      filled += wanted;
      x += value;
      // Literal runs are padded to an even offset.
      if (at % 2 !== 0) at += 1;
    }
  }
  if (filled < out.length) {
    throw damaged(`The compressed data of the BMP end after ${filled} of ${out.length} pixels`);
  }
  return out;
}

function fillRun(out: Uint8Array, start: number, count: number, value: number, nibbles: boolean): void {
  for (let i = 0; i < count; i += 1) out[start + i] = nibbles ? (i % 2 === 0 ? value >> 4 : value & 15) : value;
}

function copyLiteral(out: Uint8Array, start: number, source: Uint8Array, count: number, nibbles: boolean): void {
  for (let i = 0; i < count; i += 1) {
    const byte = source[nibbles ? i >> 1 : i] ?? 0;
    out[start + i] = nibbles ? (i % 2 === 0 ? byte >> 4 : byte & 15) : byte;
  }
}
