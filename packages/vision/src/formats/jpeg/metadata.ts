import { CorruptImageError, UnsupportedImageError, damaged } from '../../errors.js';
import { hasAscii, type ByteReader } from '../../decode/byte-reader.js';

/** What a JPEG says about itself before its pixels begin. */
export interface JpegMetadata {
  readonly width: number;
  readonly height: number;
  /** 1 gray, 3 colour, 4 CMYK or YCCK. */
  readonly components: number;
  /** Whether a component has half the rows and all the columns (4:4:0): mozjpeg's build repeats its rows where libjpeg-turbo interpolates. */
  readonly halfRows: boolean;
  readonly exif: Uint8Array | undefined;
  readonly xmp: Uint8Array | undefined;
}

const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;
const APP1 = 0xe1;
const EXIF_HEADER = 'Exif\0\0';
const XMP_HEADER = 'http://ns.adobe.com/xap/1.0/\0';

/** Kinds of JPEG that no common reader takes, by their start-of-frame marker (ITU T.81, table B.1). */
const OTHER_FRAMES: Readonly<Record<number, string>> = {
  0xc3: 'lossless',
  0xc5: 'hierarchical',
  0xc6: 'hierarchical',
  0xc7: 'hierarchical lossless',
  0xcb: 'lossless arithmetic-coded',
  0xcd: 'hierarchical arithmetic-coded',
  0xce: 'hierarchical arithmetic-coded',
  0xcf: 'hierarchical lossless arithmetic-coded',
};

/**
 * Reads the marker segments of a JPEG up to its first scan (ITU T.81, annex B).
 *
 * @throws {CorruptImageError} when the scan or the frame header is missing or broken.
 * @throws {UnsupportedImageError} for 12-bit, lossless and other rare kinds.
 */
export function readJpegMetadata(reader: ByteReader): JpegMetadata {
  let frame: Omit<JpegMetadata, 'exif' | 'xmp'> | undefined;
  const exif: Uint8Array[] = [];
  let xmp: Uint8Array | undefined;
  let at = 2;
  for (;;) {
    const { marker, offset } = nextMarker(reader, at);
    at = offset;
    if (marker === START_OF_SCAN) break;
    if (marker === END_OF_IMAGE) throw new CorruptImageError('The JPEG ends without a picture.');
    if (standsAlone(marker)) continue;
    const length = reader.u16be(at);
    if (length < 2) throw damaged(`The JPEG segment at offset ${at} has an impossible length of ${length}`);
    const body = reader.slice(at + 2, length - 2);
    if (isFrame(marker)) frame = readFrame(marker, body);
    if (marker === APP1 && hasAscii(body, EXIF_HEADER)) exif.push(exif.length === 0 ? body : body.subarray(EXIF_HEADER.length));
    if (marker === APP1 && hasAscii(body, XMP_HEADER)) xmp = body.subarray(XMP_HEADER.length);
    at += length;
  }
  if (frame === undefined) throw damaged('The JPEG has pixels but no frame header that gives their size');
  return { ...frame, exif: exif.length === 0 ? undefined : concatenated(exif), xmp };
}

/** Finds the next marker; bytes that are none are skipped, as PIL and libjpeg do it. */
function nextMarker(reader: ByteReader, start: number): { marker: number; offset: number } {
  let at = start;
  for (;;) {
    while (reader.u8(at) !== 0xff) at += 1;
    while (reader.u8(at) === 0xff) at += 1;
    const marker = reader.u8(at);
    at += 1;
    if (marker !== 0) return { marker, offset: at };
  }
}

/** Whether a marker has no segment behind it. */
function standsAlone(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
}

function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function readFrame(marker: number, body: Uint8Array) {
  const kind = OTHER_FRAMES[marker];
  if (kind !== undefined) throw new UnsupportedImageError(`The JPEG is of the ${kind} kind, which is not decoded here. Save it as a baseline or progressive JPEG.`);
  const [precision = 0, heightHigh = 0, heightLow = 0, widthHigh = 0, widthLow = 0, components = 0] = body;
  if (body.length < 6 + 3 * components) throw damaged('The frame header of the JPEG is too short');
  if (precision !== 8) throw new UnsupportedImageError(`The JPEG has ${precision} bits per sample; decoded are 8. Save it with 8 bits.`);
  if (components !== 1 && components !== 3 && components !== 4) {
    throw new UnsupportedImageError(`The JPEG has ${components} components; decoded are 1 (gray), 3 (colour) and 4 (CMYK).`);
  }
  const sampling = Array.from({ length: components }, (_, i) => body[7 + 3 * i] ?? 0);
  return { width: widthHigh * 256 + widthLow, height: heightHigh * 256 + heightLow, components, halfRows: hasHalfRows(sampling) };
}

/** @param sampling Horizontal factor * 16 + vertical factor of each component. */
function hasHalfRows(sampling: readonly number[]): boolean {
  const maxH = Math.max(...sampling.map((factors) => factors >> 4));
  const maxV = Math.max(...sampling.map((factors) => factors & 15));
  return sampling.some((factors) => factors >> 4 === maxH && (factors & 15) * 2 === maxV);
}

function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
