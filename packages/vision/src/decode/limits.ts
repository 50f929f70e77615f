import { CorruptImageError, ImageTooLargeError } from '../errors.js';
import type { DecodeLimits } from './pixels.js';

/**
 * Refuses a header's size before anything of that size is allocated.
 *
 * @throws {CorruptImageError} for a picture without pixels.
 * @throws {ImageTooLargeError} for more pixels than the caller allows.
 */
export function checkSize(format: string, width: number, height: number, limits: DecodeLimits): void {
  if (width < 1 || height < 1) {
    throw new CorruptImageError(`The ${format} header gives a size of ${width} x ${height}; a picture has at least one pixel.`);
  }
  if (width * height > limits.maxPixels) {
    throw new ImageTooLargeError(
      `The ${format} header claims ${width} x ${height} = ${width * height} pixels; the limit is ${limits.maxPixels}. ` +
        'Raise the option maxPixels if the picture is really that large and comes from a source you trust.',
    );
  }
}
