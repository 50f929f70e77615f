import { KedgeError } from '@kedge/graph-core';

/** Picture bytes that are damaged, cut short, or claim more than they hold (`CORRUPT_IMAGE`). */
export class CorruptImageError extends KedgeError {
  constructor(message: string, options?: { cause?: unknown }) {
    super('CORRUPT_IMAGE', message, options);
  }
}

/**
 * The usual {@link CorruptImageError}.
 *
 * @param what What is wrong, as a sentence without its full stop.
 */
export function damaged(what: string): CorruptImageError {
  return new CorruptImageError(`${what}; the file is damaged. Copy, download or export it again.`);
}

/** Bytes of a kind that is not decoded here (`UNSUPPORTED_IMAGE`); the message names what they look like. */
export class UnsupportedImageError extends KedgeError {
  constructor(message: string) {
    super('UNSUPPORTED_IMAGE', message);
  }
}

/** A picture whose header claims more pixels than `maxPixels` allows (`IMAGE_TOO_LARGE`). */
export class ImageTooLargeError extends KedgeError {
  constructor(message: string) {
    super('IMAGE_TOO_LARGE', message);
  }
}
