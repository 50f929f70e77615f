import { exifOrientation } from './orientation.js';
import { xmpOrientation } from './xmp.js';

/**
 * The orientation of a picture, 1 when its metadata state none: EXIF first, and XMP where EXIF says nothing.
 *
 * @param exif TIFF bytes of the EXIF block.
 * @param xmp The XMP packet.
 */
export function resolveOrientation(exif: Uint8Array | undefined, xmp: Uint8Array | undefined): number {
  const fromExif = exif === undefined ? undefined : exifOrientation(exif);
  const stated = fromExif ?? (xmp === undefined ? undefined : xmpOrientation(xmp)) ?? 1;
  return stated >= 1 && stated <= 8 ? stated : 1;
}
