import { UnsupportedImageError } from '../../errors.js';
import { ByteReader } from '../../decode/byte-reader.js';
import { checkSize } from '../../decode/limits.js';
import type { DecodeLimits, DecodedPixels } from '../../decode/pixels.js';
import { readBmpHeader, type BmpHeader } from './header.js';
import { unpackRle } from './rle.js';

/** Byte position of red, green, blue and (or -1) alpha in a pixel of 24 or 32 bits. */
type Layout = readonly [number, number, number, number];

/**
 * Decodes a Windows or OS/2 bitmap.
 *
 * @throws {CorruptImageError} for damaged or incomplete data.
 * @throws {UnsupportedImageError} for a variety that PIL does not read either.
 * @throws {ImageTooLargeError} beyond `limits.maxPixels`.
 */
export function decodeBmp(bytes: Uint8Array, limits: DecodeLimits): DecodedPixels {
  const reader = new ByteReader(bytes, 'BMP');
  const header = readBmpHeader(reader);
  checkSize('BMP', header.width, header.height, limits);
  const { width, height } = header;
  const rle = header.compression === 'rle8' || header.compression === 'rle4';
  if ((rle && header.bits > 8) || (header.compression === 'bitfields' && header.bits <= 8)) throw unsupportedPair(header);
  const layout = header.bits >= 24 ? layoutOf(header) : undefined;
  const channels = layout !== undefined && layout[3] >= 0 ? 4 : 3;
  // A header that claims more than the file holds is refused before the pixels are allocated.
  const stride = Math.ceil((width * header.bits) / 32) * 4;
  if (!rle) reader.need(header.dataOffset, stride * (height - 1) + Math.ceil((width * header.bits) / 8));
  const data = new Uint8Array(width * height * channels);
  const paint = layout !== undefined ? bytePainter(layout, header.bits / 8, channels) : header.bits === 16 ? painter16(header) : indexPainter(reader, header);
  const indices = rle ? unpackRle(bytes, header.dataOffset, width, height, header.compression === 'rle4') : undefined;
  for (let row = 0; row < height; row += 1) {
    const y = header.topDown ? row : height - 1 - row;
    const out = data.subarray(y * width * channels, (y + 1) * width * channels);
    paint(indices?.subarray(row * width, (row + 1) * width) ?? bytes.subarray(header.dataOffset + row * stride), out);
  }
  return { width, height, channels, data, orientation: 1, hasAlpha: channels === 4, warnings: [] };
}

type RowPainter = (row: Uint8Array, out: Uint8Array) => void;

function bytePainter([red, green, blue, alpha]: Layout, step: number, channels: number): RowPainter {
  return (row, out) => {
    for (let to = 0, from = 0; to < out.length; to += channels, from += step) {
      out[to] = row[from + red] ?? 0;
      out[to + 1] = row[from + green] ?? 0;
      out[to + 2] = row[from + blue] ?? 0;
      if (channels === 4) out[to + 3] = row[from + alpha] ?? 0;
    }
  };
}

/** 5-5-5 or 5-6-5 bits, stretched to 0..255 and rounded down, as PIL does it. */
function painter16(header: BmpHeader): RowPainter {
  const [red, green, blue] = header.masks;
  const bitfields = header.compression === 'bitfields';
  const six = bitfields && red === 0xf800 && green === 0x7e0 && blue === 0x1f;
  const five = !bitfields || (red === 0x7c00 && green === 0x3e0 && blue === 0x1f);
  if (!six && !five) throw unsupportedMasks(header);
  const greens = six ? 63 : 31;
  return (row, out) => {
    for (let to = 0, from = 0; to < out.length; to += 3, from += 2) {
      const pixel = (row[from] ?? 0) + (row[from + 1] ?? 0) * 256;
      out[to] = Math.floor((((pixel >> (six ? 11 : 10)) & 31) * 255) / 31);
      out[to + 1] = Math.floor((((pixel >> 5) & greens) * 255) / greens);
      out[to + 2] = Math.floor(((pixel & 31) * 255) / 31);
    }
  };
}

function indexPainter(reader: ByteReader, header: BmpHeader): RowPainter {
  const palette = readPalette(reader, header);
  const bits = header.compression === 'none' ? header.bits : 8;
  const mask = (1 << bits) - 1;
  return (row, out) => {
    for (let x = 0, to = 0; to < out.length; x += 1, to += 3) {
      const bit = x * bits;
      const index = ((row[bit >> 3] ?? 0) >> (8 - bits - (bit & 7))) & mask;
      out.set(palette.subarray(3 * index, 3 * index + 3), to);
    }
  };
}

/** 256 RGB triples; what the file does not define is black. */
function readPalette(reader: ByteReader, header: BmpHeader): Uint8Array {
  const palette = new Uint8Array(3 * 256);
  const { paletteColors, paletteOffset, paletteStep } = header;
  for (let i = 0; i < Math.min(256, paletteColors); i += 1) {
    for (let c = 0; c < 3; c += 1) palette[3 * i + c] = reader.bytes[paletteOffset + i * paletteStep + 2 - c] ?? 0;
  }
  return palette;
}

/** Layouts of 32-bit bit fields that PIL reads, by their masks in hexadecimal. */
const LAYOUTS: Readonly<Record<string, Layout>> = {
  'ff0000 ff00 ff 0': [2, 1, 0, -1],
  'ff000000 ff0000 ff00 0': [3, 2, 1, -1],
  'ff000000 ff00 ff 0': [3, 1, 0, -1],
  'ff000000 ff0000 ff00 ff': [3, 2, 1, 0],
  'ff ff00 ff0000 ff000000': [0, 1, 2, 3],
  'ff0000 ff00 ff ff000000': [2, 1, 0, 3],
  'ff000000 ff00 ff ff0000': [3, 1, 0, 2],
  '0 0 0 0': [2, 1, 0, 3],
};

function layoutOf(header: BmpHeader): Layout {
  if (header.compression !== 'bitfields') return [2, 1, 0, -1];
  const hex = header.masks.map((mask) => mask.toString(16));
  if (header.bits === 24 && hex.slice(0, 3).join(' ') === 'ff0000 ff00 ff') return [2, 1, 0, -1];
  const layout = header.bits === 32 ? LAYOUTS[hex.join(' ')] : undefined;
  if (layout === undefined) throw unsupportedMasks(header);
  return layout;
}

function unsupportedPair(header: BmpHeader): UnsupportedImageError {
  return new UnsupportedImageError(`The BMP combines ${header.bits} bits per pixel with the compression ${header.compression}, which BMP does not have.`);
}

function unsupportedMasks(header: BmpHeader): UnsupportedImageError {
  const masks = header.masks.map((mask) => mask.toString(16)).join(', ');
  return new UnsupportedImageError(`The BMP has ${header.bits} bits per pixel with the unusual masks ${masks}. Save it as PNG.`);
}
