import { libwebp } from '../../codecs/libwebp.js';
import { ByteReader } from '../../decode/byte-reader.js';
import { checkSize } from '../../decode/limits.js';
import type { DecodeLimits, DecodedPixels } from '../../decode/pixels.js';
import { CorruptImageError } from '../../errors.js';
import { resolveOrientation } from '../../exif/resolve.js';
import { readWebp, type WebpFile } from './riff.js';

/**
 * Decodes a WebP, lossy or lossless; of an animated one the first frame, on a transparent canvas.
 *
 * @throws {CorruptImageError} for damaged or incomplete data.
 * @throws {ImageTooLargeError} beyond `limits.maxPixels`.
 */
export async function decodeWebp(bytes: Uint8Array, limits: DecodeLimits): Promise<DecodedPixels> {
  const file = readWebp(new ByteReader(bytes, 'WebP'));
  checkSize('WebP', file.width, file.height, limits);
  const { image, messages } = await libwebp.decode(file.frame.file);
  if (image === undefined || image.width !== file.frame.width || image.height !== file.frame.height) {
    const reason = messages.length > 0 ? ` (${messages.join('; ')})` : '';
    throw new CorruptImageError(`The WebP decoder could not decode the picture${reason}; the file is damaged or cut short.`);
  }
  return {
    width: file.width,
    height: file.height,
    channels: 4,
    data: onCanvas(file, image.data),
    orientation: resolveOrientation(file.exif, file.xmp),
    hasAlpha: file.hasAlpha,
    warnings: [],
  };
}

function onCanvas(file: WebpFile, pixels: Uint8ClampedArray): Uint8Array | Uint8ClampedArray {
  const { frame, width, height } = file;
  if (frame.width === width && frame.height === height) return pixels;
  const canvas = new Uint8Array(width * height * 4);
  for (let y = 0; y < frame.height; y += 1) {
    canvas.set(pixels.subarray(y * frame.width * 4, (y + 1) * frame.width * 4), ((frame.y + y) * width + frame.x) * 4);
  }
  return canvas;
}
