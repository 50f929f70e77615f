import { UnsupportedImageError, damaged } from '../../errors.js';
import type { ByteReader } from '../../decode/byte-reader.js';

/** The parts of a BMP's headers that say how to read its pixels. */
export interface BmpHeader {
  readonly width: number;
  readonly height: number;
  /** Whether the first row of the file is the top one. */
  readonly topDown: boolean;
  /** Bits of a pixel: 1, 4, 8, 16, 24 or 32. */
  readonly bits: number;
  readonly compression: 'none' | 'rle8' | 'rle4' | 'bitfields';
  /** Masks of red, green, blue, alpha; only with bitfields. */
  readonly masks: readonly [number, number, number, number];
  readonly paletteOffset: number;
  readonly paletteColors: number;
  /** Bytes of a palette entry: 3 in OS/2 files, else 4. */
  readonly paletteStep: 3 | 4;
  readonly dataOffset: number;
}

const CORE_HEADER = 12;
const INFO_HEADERS = [40, 52, 56, 64, 108, 124];
const COMPRESSIONS = ['none', 'rle8', 'rle4', 'bitfields'] as const;
const FILE_HEADER = 14;
const BITS = [1, 4, 8, 16, 24, 32];

/**
 * Reads the headers of a Windows or OS/2 bitmap.
 *
 * @throws {CorruptImageError} for sizes that no BMP has.
 * @throws {UnsupportedImageError} for a header, depth or compression that exists but is not read here.
 */
export function readBmpHeader(reader: ByteReader): BmpHeader {
  const size = reader.u32le(FILE_HEADER);
  if (size === CORE_HEADER) return coreHeader(reader);
  if (INFO_HEADERS.includes(size)) return infoHeader(reader, size);
  throw damaged(`The BMP has a header of ${size} bytes; known are ${[CORE_HEADER, ...INFO_HEADERS].join(', ')}`);
}

function coreHeader(reader: ByteReader): BmpHeader {
  const bits = checkBits(reader.u16le(24));
  return withPalette(reader, {
    width: reader.u16le(18),
    height: reader.u16le(20),
    topDown: false,
    bits,
    compression: 'none',
    masks: [0, 0, 0, 0],
    headerEnd: FILE_HEADER + CORE_HEADER,
    paletteOffset: FILE_HEADER + CORE_HEADER,
    paletteColors: 1 << bits,
    paletteStep: 3,
  });
}

function infoHeader(reader: ByteReader, size: number): BmpHeader {
  reader.need(FILE_HEADER, size);
  const topDown = reader.u8(25) === 0xff;
  const height = reader.u32le(22);
  const bits = checkBits(reader.u16le(28));
  const compression = COMPRESSIONS[reader.u32le(30)];
  if (compression === undefined) {
    throw new UnsupportedImageError(`The BMP uses compression ${reader.u32le(30)}; read are none, RLE8, RLE4 and bit fields. Save it as PNG.`);
  }
  const bitfields = compression === 'bitfields';
  const colors = reader.u32le(46);
  const masksBehind = bitfields && size < 52 ? 12 : 0;
  return withPalette(reader, {
    width: reader.u32le(18),
    height: topDown ? 2 ** 32 - height : height,
    topDown,
    bits,
    compression,
    masks: bitfields ? readMasks(reader, size) : [0, 0, 0, 0],
    headerEnd: FILE_HEADER + size,
    paletteOffset: FILE_HEADER + size + masksBehind,
    paletteColors: colors === 0 ? 2 ** bits : colors,
    paletteStep: 4,
  });
}

function checkBits(bits: number): number {
  if (BITS.includes(bits)) return bits;
  throw damaged(`The BMP has ${bits} bits per pixel; BMP has ${BITS.join(', ')}`);
}

/** The masks lie in the header or, with the 40-byte header, behind it; alpha is only in headers of 56 bytes and more. */
function readMasks(reader: ByteReader, size: number): BmpHeader['masks'] {
  const at = FILE_HEADER + 40;
  return [reader.u32le(at), reader.u32le(at + 4), reader.u32le(at + 8), size >= 56 ? reader.u32le(at + 12) : 0];
}

function withPalette(reader: ByteReader, header: Omit<BmpHeader, 'dataOffset'> & { headerEnd: number }): BmpHeader {
  const { headerEnd, ...rest } = header;
  const indexed = header.bits <= 8;
  if (indexed && header.paletteColors > 65536) {
    throw damaged(`The BMP claims a palette of ${header.paletteColors} colours`);
  }
  const stated = reader.u32le(10);
  const paletteBytes = indexed ? header.paletteColors * header.paletteStep : 0;
  // Some writers point at the palette instead of at the pixels behind it; 0 means "right behind the headers".
  const dataOffset = (stated === headerEnd && indexed) || stated === 0 ? header.paletteOffset + paletteBytes : stated;
  return { ...rest, dataOffset };
}
