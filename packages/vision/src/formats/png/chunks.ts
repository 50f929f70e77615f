import { CorruptImageError, damaged } from '../../errors.js';
import { ByteReader, hasAscii, latin1 } from '../../decode/byte-reader.js';
import { checkSize } from '../../decode/limits.js';
import type { DecodeLimits } from '../../decode/pixels.js';
import { crc32 } from './crc32.js';
import { textChunk } from './text.js';

/** The fields of the IHDR chunk that matter (PNG specification, third edition, section 11.2.1). */
export interface PngHeader {
  readonly width: number;
  readonly height: number;
  /** Bits of one sample: 1, 2, 4, 8 or 16. */
  readonly bitDepth: number;
  /** 0 gray, 2 RGB, 3 palette, 4 gray and alpha, 6 RGBA. */
  readonly colorType: number;
  readonly interlaced: boolean;
}

/** Everything of a PNG but its pixels, which are still compressed. */
export interface PngFile {
  readonly header: PngHeader;
  /** RGB triples; empty where there is none. */
  readonly palette: Uint8Array;
  readonly transparency: Uint8Array | undefined;
  /** The zlib stream of the default image, in the pieces that it lies in. */
  readonly data: readonly Uint8Array[];
  /** Whether the file ends within that stream. */
  readonly cutShort: boolean;
  readonly exif: Uint8Array | undefined;
  readonly xmp: Uint8Array | undefined;
}

/** Bit depths that each colour type allows. */
const DEPTHS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

interface Chunk {
  readonly type: string;
  readonly offset: number;
  readonly body: Uint8Array;
  readonly crcFits: boolean;
}

/**
 * Reads the chunks of a PNG up to the end of its default image, which is the first frame of an animated one, and the
 * metadata behind it.
 *
 * Checksums are checked where PIL checks them: before the image data. The data have a checksum of their own, and what
 * follows is metadata, which cannot spoil the pixels.
 *
 * @throws {CorruptImageError} for a broken or incomplete file.
 */
export function readPng(bytes: Uint8Array, limits: DecodeLimits): PngFile {
  const reader = new ByteReader(bytes, 'PNG');
  const header = readHeader(reader, limits);
  const parts = { palette: new Uint8Array(0), transparency: undefined as Uint8Array | undefined };
  const metadata = new Map<string, Uint8Array>();
  let chunk = chunkAt(reader, 33);
  let animated = false;
  for (; chunk.type !== 'IDAT'; chunk = chunkAt(reader, after(chunk))) {
    if (!chunk.crcFits) throw damaged(`The PNG chunk ${chunk.type} at offset ${chunk.offset} does not fit its checksum`);
    if (chunk.type === 'IEND') throw new CorruptImageError('The PNG ends without image data (no IDAT chunk).');
    if (chunk.type === 'PLTE') parts.palette = chunk.body.slice();
    else if (chunk.type === 'tRNS') parts.transparency = chunk.body;
    else if (chunk.type === 'acTL') animated = true;
    else collectMetadata(chunk, metadata);
  }
  const { data, end } = readData(reader, chunk.offset);
  readTrailer(reader, end, animated, metadata);
  const cutShort = end - 4 > reader.length;
  return { header, ...parts, data, cutShort, exif: metadata.get('exif') ?? metadata.get('raw exif'), xmp: metadata.get('xmp') };
}

function readHeader(reader: ByteReader, limits: DecodeLimits): PngHeader {
  const chunk = chunkAt(reader, 8);
  if (chunk.type !== 'IHDR' || chunk.body.length !== 13 || !chunk.crcFits) {
    throw damaged('The PNG does not begin with a sound IHDR chunk');
  }
  const [bitDepth, colorType, , filter, interlace] = Array.from(chunk.body.subarray(8));
  const header = {
    width: reader.u32be(16),
    height: reader.u32be(20),
    bitDepth: bitDepth ?? 0,
    colorType: colorType ?? 0,
    interlaced: interlace === 1,
  };
  if (DEPTHS[header.colorType]?.includes(header.bitDepth) !== true || filter !== 0 || (interlace ?? 0) > 1) {
    throw new CorruptImageError(
      `The PNG header has bit depth ${bitDepth}, colour type ${colorType}, filter method ${filter}, interlace method ${interlace}; PNG has no such combination.`,
    );
  }
  checkSize('PNG', header.width, header.height, limits);
  return header;
}

function chunkAt(reader: ByteReader, offset: number): Chunk {
  const length = reader.u32be(offset);
  const type = latin1(reader.slice(offset + 4, 4));
  if (!/^\w{4}$/.test(type)) {
    throw damaged(`Expected a PNG chunk at offset ${offset}, found other bytes`);
  }
  // Image data may be cut short and still hold every row; how much there is, the inflater finds out.
  if (type === 'IDAT') return { type, offset, body: reader.bytes.subarray(offset + 8, offset + 8 + length), crcFits: true };
  const body = reader.slice(offset + 8, length);
  const crcFits = crc32(reader.slice(offset + 4, length + 4)) === reader.u32be(offset + 8 + length);
  return { type, offset, body, crcFits };
}

function after(chunk: Chunk): number {
  return chunk.offset + chunk.body.length + 12;
}

/** The bodies of the IDAT chunks, which follow each other, and the offset behind them. */
function readData(reader: ByteReader, start: number): { data: Uint8Array[]; end: number } {
  const data: Uint8Array[] = [];
  let at = start;
  while (at + 8 <= reader.length && hasAscii(reader.bytes, 'IDAT', at + 4)) {
    const length = reader.u32be(at);
    // Data that are cut short may still hold every row.
    data.push(reader.bytes.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  return { data, end: at };
}

/**
 * Looks for metadata behind the image data.
 *
 * As in PIL a missing end is forgiven, while a chunk that is cut short is not.
 */
function readTrailer(reader: ByteReader, start: number, animated: boolean, metadata: Map<string, Uint8Array>): void {
  let offset = start;
  while (offset + 8 <= reader.length) {
    const length = reader.u32be(offset);
    const type = latin1(reader.slice(offset + 4, 4));
    if (type === 'IEND' || (type === 'fcTL' && animated) || !/^\w{4}$/.test(type)) return;
    collectMetadata({ type, body: reader.slice(offset + 8, length) }, metadata);
    offset += length + 12;
  }
}

function collectMetadata(chunk: Pick<Chunk, 'type' | 'body'>, metadata: Map<string, Uint8Array>): void {
  if (chunk.type === 'eXIf') metadata.set('exif', chunk.body);
  const text = textChunk(chunk.type, chunk.body);
  if (text?.keyword === 'XML:com.adobe.xmp') metadata.set('xmp', text.value);
  if (text?.keyword === 'Raw profile type exif') metadata.set('raw exif', fromHexProfile(text.value));
}

/** ImageMagick's way to keep EXIF as text: a name line, a length line, then hexadecimal digits. */
function fromHexProfile(value: Uint8Array): Uint8Array {
  const digits = new TextDecoder('latin1').decode(value).split('\n').slice(3).join('').replace(/\s/g, '');
  if (!/^([0-9a-f]{2})*$/i.test(digits)) return new Uint8Array(0);
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16));
}
