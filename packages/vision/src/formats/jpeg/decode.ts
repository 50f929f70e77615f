import { mozjpeg } from '../../codecs/mozjpeg.js';
import { ByteReader } from '../../decode/byte-reader.js';
import { checkSize } from '../../decode/limits.js';
import type { DecodeLimits, DecodedPixels } from '../../decode/pixels.js';
import { CorruptImageError } from '../../errors.js';
import { resolveOrientation } from '../../exif/resolve.js';
import { readJpegMetadata, type JpegMetadata } from './metadata.js';

/**
 * Most scans times pixels of one picture, about some seconds of work: a progressive file of a few kilobytes may otherwise
 * ask for hours.
 */
const MAX_SCAN_PIXELS = 2 ** 34;

/** Most pixels that a byte can stand for: each block of 64 has at least one bit of DC. */
const MAX_PIXELS_PER_BYTE = 512;
const START_OF_SCAN = 0xda;

/**
 * Decodes a JPEG: baseline or progressive; gray, colour, CMYK or YCCK.
 *
 * Sound gray and colour pictures go through mozjpeg, whose pixels are PIL's to the bit. CMYK and 4:4:0, and what mozjpeg
 * reports as damaged and still decodes, go through plain code, three times slower: there mozjpeg's pixels are not PIL's.
 *
 * @throws {CorruptImageError} for damaged or incomplete data that PIL refuses too.
 * @throws {UnsupportedImageError} for 12-bit, lossless and other rare kinds.
 * @throws {ImageTooLargeError} beyond `limits.maxPixels`.
 */
export async function decodeJpeg(bytes: Uint8Array, limits: DecodeLimits): Promise<DecodedPixels> {
  const metadata = readJpegMetadata(new ByteReader(bytes, 'JPEG'));
  checkSize('JPEG', metadata.width, metadata.height, limits);
  checkPlausible(bytes, metadata);
  const pixels = metadata.components === 4 || metadata.halfRows ? await inSoftware(bytes) : await inMozjpeg(bytes, metadata);
  return { ...pixels, orientation: resolveOrientation(metadata.exif, metadata.xmp), hasAlpha: false };
}

type Pixels = Omit<DecodedPixels, 'orientation' | 'hasAlpha'>;

async function inMozjpeg(bytes: Uint8Array, metadata: JpegMetadata): Promise<Pixels> {
  const { image, messages } = await mozjpeg.decode(bytes, false);
  if (image === undefined || image.width !== metadata.width || image.height !== metadata.height) {
    throw new CorruptImageError(`The JPEG decoder gave up (${messages.join('; ') || 'without a reason'}); the file is damaged or cut short.`);
  }
  if (messages.length > 0) return inSoftware(bytes);
  return { width: image.width, height: image.height, channels: 4, data: image.data, warnings: [] };
}

async function inSoftware(bytes: Uint8Array): Promise<Pixels> {
  const { decodeJpegInSoftware } = await import('./software/decode.js');
  return decodeJpegInSoftware(bytes);
}

/** Refuses at once what would take long and come to nothing. */
function checkPlausible(bytes: Uint8Array, { width, height }: JpegMetadata): void {
  if (width * height > bytes.length * MAX_PIXELS_PER_BYTE) {
    throw new CorruptImageError(`The JPEG header claims ${width} x ${height} pixels, more than ${bytes.length} bytes can hold; the file is damaged or cut short.`);
  }
  let scans = 0;
  for (let at = bytes.indexOf(0xff); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    if (bytes[at + 1] === START_OF_SCAN) scans += 1;
  }
  if (scans > 10 && scans * width * height > MAX_SCAN_PIXELS) {
    throw new CorruptImageError(`The JPEG has ${scans} scans of ${width} x ${height} pixels each, which no camera or program writes; it would keep the machine busy for long.`);
  }
}
