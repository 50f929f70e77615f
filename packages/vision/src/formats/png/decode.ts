import { CorruptImageError, damaged } from '../../errors.js';
import type { DecodeLimits, DecodedPixels } from '../../decode/pixels.js';
import { resolveOrientation } from '../../exif/resolve.js';
import { readPng, type PngFile, type PngHeader } from './chunks.js';
import { checksumFits, inflateInto } from './inflate.js';
import { channelsOf, rowBytes, rowWriter, SAMPLES } from './samples.js';
import { unfilter, type FilteredRows } from './unfilter.js';

/** A picture or interlace pass: which pixels its rows hold. */
interface Pass extends FilteredRows {
  readonly width: number;
  readonly x: number;
  readonly y: number;
  readonly stepX: number;
  readonly stepY: number;
}

/** Adam7: x, y, step in x, step in y of each pass (PNG specification, section 8.2). */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/**
 * Decodes a PNG of any colour type, bit depth and interlacing; of an animated one, the first frame.
 *
 * @throws {CorruptImageError} for damaged or incomplete data.
 * @throws {ImageTooLargeError} beyond `limits.maxPixels`.
 */
export function decodePng(bytes: Uint8Array, limits: DecodeLimits): DecodedPixels {
  const file = readPng(bytes, limits);
  const { width, height, colorType, bitDepth } = file.header;
  const passes = passesOf(file.header);
  const filtered = inflateRows(file, passes);
  const pixelBytes = Math.max(1, ((SAMPLES[colorType] ?? 0) * bitDepth) / 8);
  for (const pass of passes) unfilter(filtered, pass, pixelBytes);
  const channels = channelsOf(file);
  return {
    width,
    height,
    channels,
    data: plain(file) ? closeUp(filtered, height, width * channels) : expand(file, filtered, passes),
    orientation: resolveOrientation(file.exif, file.xmp),
    hasAlpha: channels === 4,
    warnings: [],
  };
}

function passesOf(header: PngHeader): Pass[] {
  const layout = header.interlaced ? ADAM7 : ([[0, 0, 1, 1]] as const);
  let offset = 0;
  return layout.flatMap(([x, y, stepX, stepY]) => {
    const width = Math.ceil((header.width - x) / stepX);
    const rows = Math.ceil((header.height - y) / stepY);
    if (width < 1 || rows < 1) return [];
    const pass = { offset, rows, rowBytes: rowBytes(header, width), width, x, y, stepX, stepY };
    offset += rows * (pass.rowBytes + 1);
    return [pass];
  });
}

function inflateRows(file: PngFile, passes: readonly Pass[]): Uint8Array {
  const stream = joined(file.data);
  const size = passes.reduce((sum, pass) => sum + pass.rows * (pass.rowBytes + 1), 0);
  // Deflate gives at most 1,032 bytes for one, so a header that claims more than the data can hold costs no memory.
  if (size > (stream.length + 1) * 1032) throw tooShort(stream.length * 1032, size);
  const rows = new Uint8Array(size);
  const total = inflateInto(stream, rows);
  if (total < size) throw tooShort(total, size);
  if (total === size && !file.cutShort && !checksumFits(stream, rows)) {
    throw damaged('The pixels of the PNG do not fit their checksum (Adler-32)');
  }
  return rows;
}

function tooShort(got: number, size: number): CorruptImageError {
  return new CorruptImageError(
    `The PNG holds at most ${got} of the ${size} bytes that its header promises; it was probably cut short. Copy or download it again.`,
  );
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const [first] = pieces;
  if (pieces.length === 1 && first !== undefined) return first;
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** Whether the unfiltered bytes are the pixels already. */
function plain(file: PngFile): boolean {
  const { bitDepth, colorType, interlaced } = file.header;
  return bitDepth === 8 && !interlaced && (colorType === 6 || (file.transparency === undefined && (colorType === 0 || colorType === 2)));
}

/** Takes the filter bytes out, in place. */
function closeUp(filtered: Uint8Array, rows: number, length: number): Uint8Array {
  for (let y = 0; y < rows; y += 1) {
    const start = y * (length + 1) + 1;
    filtered.copyWithin(y * length, start, start + length);
  }
  return filtered.subarray(0, rows * length);
}

function expand(file: PngFile, filtered: Uint8Array, passes: readonly Pass[]): Uint8Array {
  const { width, height } = file.header;
  const out = new Uint8Array(width * height * channelsOf(file));
  const write = rowWriter(file, out);
  for (const pass of passes) {
    for (let row = 0; row < pass.rows; row += 1) {
      const start = pass.offset + row * (pass.rowBytes + 1) + 1;
      const first = (pass.y + row * pass.stepY) * width + pass.x;
      write(filtered.subarray(start, start + pass.rowBytes), pass.width, first, pass.stepX);
    }
  }
  return out;
}
