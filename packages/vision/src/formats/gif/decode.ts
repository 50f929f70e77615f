import { CorruptImageError } from '../../errors.js';
import { ByteReader } from '../../decode/byte-reader.js';
import { checkSize } from '../../decode/limits.js';
import type { DecodeLimits, DecodedPixels } from '../../decode/pixels.js';
import { decodeLzw } from './lzw.js';

const EXTENSION = 0x21;
const IMAGE = 0x2c;
const TRAILER = 0x3b;
const GRAPHIC_CONTROL = 0xf9;

/** The first picture of a GIF and what is needed to show it (GIF89a specification, sections 18 to 23). */
interface Frame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly interlaced: boolean;
  /** RGB triples, or undefined where the index is the gray value. */
  readonly palette: Uint8Array | undefined;
  readonly transparent: number | undefined;
  /** Offset of the minimum code size. */
  readonly data: number;
}

/**
 * Decodes the first picture of a GIF onto its screen.
 *
 * What the picture leaves free shows the transparent colour, or the first of the palette where there is none, as in PIL.
 *
 * @throws {CorruptImageError} for damaged or incomplete data.
 * @throws {ImageTooLargeError} beyond `limits.maxPixels`.
 */
export function decodeGif(bytes: Uint8Array, limits: DecodeLimits): DecodedPixels {
  const reader = new ByteReader(bytes, 'GIF');
  const frame = readFrame(reader);
  const width = Math.max(reader.u16le(6), frame.x + frame.width);
  const height = Math.max(reader.u16le(8), frame.y + frame.height);
  checkSize('GIF', width, height, limits);
  checkSize('GIF', frame.width, frame.height, limits);
  const indices = decodeLzw(bytes, frame.data + 1, reader.u8(frame.data), frame.width * frame.height);
  const channels = frame.transparent === undefined ? 3 : 4;
  const data = new Uint8Array(width * height * channels);
  const covers = frame.width === width && frame.height === height;
  if (!covers) fillBackground(data, channels, frame);
  let row = 0;
  for (const y of rowOrder(frame.height, frame.interlaced)) {
    const start = ((frame.y + y) * width + frame.x) * channels;
    paintRow(data, start, channels, indices.subarray(row, row + frame.width), frame);
    row += frame.width;
  }
  return { width, height, channels, data, orientation: 1, hasAlpha: channels === 4, warnings: [] };
}

function readFrame(reader: ByteReader): Frame {
  const flags = reader.u8(10);
  let at = 13;
  let palette: Uint8Array | undefined;
  if (flags & 0x80) {
    const size = 3 << ((flags & 7) + 1);
    palette = usefulPalette(reader.slice(at, size));
    at += size;
  }
  let transparent: number | undefined;
  for (;;) {
    const block = reader.u8(at);
    if (block === IMAGE) return readDescriptor(reader, at + 1, palette, transparent);
    if (block === TRAILER) throw new CorruptImageError('The GIF ends without a picture.');
    at += 1;
    if (block !== EXTENSION) continue;
    if (reader.u8(at) === GRAPHIC_CONTROL && reader.u8(at + 1) >= 4 && reader.u8(at + 2) & 1) transparent = reader.u8(at + 5);
    at = skipBlocks(reader, at + 1);
  }
}

function readDescriptor(reader: ByteReader, at: number, global: Uint8Array | undefined, transparent: number | undefined): Frame {
  const flags = reader.u8(at + 8);
  const size = flags & 0x80 ? 3 << ((flags & 7) + 1) : 0;
  return {
    x: reader.u16le(at),
    y: reader.u16le(at + 2),
    width: reader.u16le(at + 4),
    height: reader.u16le(at + 6),
    interlaced: (flags & 0x40) !== 0,
    palette: size > 0 ? usefulPalette(reader.slice(at + 9, size)) : global,
    transparent,
    data: at + 9 + size,
  };
}

/** A palette that gives each index its own gray is none: PIL reads such a picture as gray. */
function usefulPalette(palette: Uint8Array): Uint8Array | undefined {
  return palette.every((value, i) => value === Math.floor(i / 3)) ? undefined : palette;
}

function skipBlocks(reader: ByteReader, start: number): number {
  let at = start;
  for (let size = reader.u8(at); size > 0; size = reader.u8(at)) at += size + 1;
  return at + 1;
}

/** The rows of a picture in the order in which the file has them (GIF89a specification, appendix E). */
function* rowOrder(height: number, interlaced: boolean): Generator<number> {
  const passes = interlaced ? ([[0, 8], [4, 8], [2, 4], [1, 2]] as const) : ([[0, 1]] as const);
  for (const [first, step] of passes) {
    for (let y = first; y < height; y += step) yield y;
  }
}

function paintRow(data: Uint8Array, start: number, channels: number, indices: Uint8Array, frame: Frame): void {
  let at = start;
  for (const index of indices) {
    for (let c = 0; c < 3; c += 1) data[at + c] = frame.palette === undefined ? index : (frame.palette[3 * index + c] ?? 0);
    if (channels === 4) data[at + 3] = index === frame.transparent ? 0 : 255;
    at += channels;
  }
}

function fillBackground(data: Uint8Array, channels: number, frame: Frame): void {
  paintRow(data, 0, channels, new Uint8Array(data.length / channels).fill(frame.transparent ?? 0), frame);
}
