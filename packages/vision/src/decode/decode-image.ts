import { InvalidArgumentError } from '@kedge/graph-core';
import { CorruptImageError, ImageTooLargeError, UnsupportedImageError } from '../errors.js';
import type { DecodedImage, ImageFormat } from '../image.js';
import type { DecodedPixels, DecodeLimits, PixelDecoder } from './pixels.js';
import { describeUnknown, firstBytes, sniffFormat } from './sniff.js';
import { toUpright } from './upright.js';

/** Options of {@link decodeImage}. */
export interface DecodeOptions {
  /** 3 for RGB (the default; alpha is dropped without blending, as PIL's `convert('RGB')` does), 4 for RGBA. */
  readonly channels?: 3 | 4;
  /**
   * Most pixels that a header may claim. The default is that of PIL, 178,956,970: twice a quarter of a gibibyte of RGB.
   */
  readonly maxPixels?: number;
  /** Whether the EXIF orientation is applied; default true. */
  readonly applyOrientation?: boolean;
}

/** Where PIL raises its DecompressionBombError. */
export const DEFAULT_MAX_PIXELS = 178_956_970;

/** Each format's decoder, loaded when the first picture of that format comes. */
const DECODERS: Readonly<Record<ImageFormat, () => Promise<PixelDecoder>>> = {
  jpeg: async () => (await import('../formats/jpeg/decode.js')).decodeJpeg,
  png: async () => (await import('../formats/png/decode.js')).decodePng,
  webp: async () => (await import('../formats/webp/decode.js')).decodeWebp,
  gif: async () => (await import('../formats/gif/decode.js')).decodeGif,
  bmp: async () => (await import('../formats/bmp/decode.js')).decodeBmp,
};

/**
 * Decodes a JPEG, PNG, WebP, GIF or BMP, told from its bytes. Of animations it gives the first frame.
 *
 * The pixels are those of Python's `ImageOps.exif_transpose(Image.open(f)).convert('RGB')` with Pillow, in Node and in
 * pages alike: no canvas is involved.
 *
 * @param bytes The file.
 * @returns The upright picture.
 * @throws {CorruptImageError} (`CORRUPT_IMAGE`) for empty, damaged or incomplete bytes.
 * @throws {UnsupportedImageError} (`UNSUPPORTED_IMAGE`) for another format, naming what the bytes look like.
 * @throws {ImageTooLargeError} (`IMAGE_TOO_LARGE`) when the header claims more than `maxPixels`.
 *
 * @example
 * const image = await decodeImage(await readFile('photo.jpg'));
 * const input = toTensor(image, { width: 299, height: 299, preprocess: 'tf' });
 */
export async function decodeImage(bytes: Uint8Array | ArrayBuffer, options: DecodeOptions = {}): Promise<DecodedImage> {
  const { channels = 3, maxPixels = DEFAULT_MAX_PIXELS, applyOrientation = true } = options;
  const file = fileBytes(bytes);
  if (channels !== 3 && channels !== 4) throw new InvalidArgumentError(`The option channels is ${String(channels)}; give 3 for RGB or 4 for RGBA.`);
  if (!(maxPixels > 0)) throw new InvalidArgumentError(`The option maxPixels is ${maxPixels}; give the largest number of pixels to decode.`);
  const format = sniffFormat(file);
  if (format === undefined) throw unknownFormat(file);
  const pixels = await decodePixels(format, file, { maxPixels });
  const upright = toUpright(pixels, channels, applyOrientation ? pixels.orientation : 1);
  return { ...upright, channels, format, orientation: pixels.orientation, hasAlpha: pixels.hasAlpha, warnings: pixels.warnings };
}

function fileBytes(bytes: Uint8Array | ArrayBuffer): Uint8Array {
  const file = bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes;
  if (!ArrayBuffer.isView(file)) {
    throw new InvalidArgumentError(`decodeImage takes the bytes of a picture (Uint8Array or ArrayBuffer), got ${typeof bytes}. Read the file first.`);
  }
  if (file.length === 0) throw new CorruptImageError('The picture is empty: 0 bytes. Was the file written or downloaded completely?');
  return file;
}

function unknownFormat(file: Uint8Array): UnsupportedImageError {
  return new UnsupportedImageError(
    `Expected a JPEG, PNG, WebP, GIF or BMP picture; these ${file.length} bytes look like ${describeUnknown(file)} ` +
      `(they begin with ${firstBytes(file)}). Convert the picture, or give the right file.`,
  );
}

async function decodePixels(format: ImageFormat, file: Uint8Array, limits: DecodeLimits): Promise<DecodedPixels> {
  const decode = await DECODERS[format]();
  try {
    return await decode(file, limits);
  } catch (error) {
    // The engine's own error for an array that it has no room for.
    if (error instanceof RangeError) {
      throw new ImageTooLargeError(`There is not enough memory to decode this ${format} picture (${error.message}). Make it smaller, or lower maxPixels.`);
    }
    throw error;
  }
}
