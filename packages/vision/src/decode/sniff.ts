import type { ImageFormat } from '../image.js';
import { hasAscii } from './byte-reader.js';

const PNG_SIGNATURE = '\x89PNG\r\n\x1a\n';

/**
 * The format of picture bytes, told from their signature and never from a name.
 *
 * @returns the format, or undefined when it is none that is decoded here.
 */
export function sniffFormat(bytes: Uint8Array): ImageFormat | undefined {
  if (hasAscii(bytes, '\xff\xd8\xff')) return 'jpeg';
  if (hasAscii(bytes, PNG_SIGNATURE)) return 'png';
  if (hasAscii(bytes, 'GIF87a') || hasAscii(bytes, 'GIF89a')) return 'gif';
  if (hasAscii(bytes, 'RIFF') && hasAscii(bytes, 'WEBP', 8)) return 'webp';
  if (hasAscii(bytes, 'BM')) return 'bmp';
  return undefined;
}

/** Signatures of other things that people pass for pictures: [offset, bytes, name]. */
const OTHERS: readonly (readonly [number, string, string])[] = [
  [0, '%PDF', 'a PDF document'],
  [0, 'II*\0', 'a TIFF picture'],
  [0, 'MM\0*', 'a TIFF picture'],
  [0, 'II+\0', 'a BigTIFF picture'],
  [0, 'MM\0+', 'a BigTIFF picture'],
  [0, '\0\0\x01\0', 'an icon file (ICO)'],
  [0, '\0\0\x02\0', 'a cursor file (CUR)'],
  [0, '8BPS', 'a Photoshop document (PSD)'],
  [0, 'qoif', 'a QOI picture'],
  [0, '\xff\x0a', 'a JPEG XL picture'],
  [4, 'JXL ', 'a JPEG XL picture'],
  [4, 'jP  ', 'a JPEG 2000 picture'],
  [0, '\xff\x4f\xff\x51', 'a JPEG 2000 picture'],
  [0, '#?RADIANCE', 'a Radiance HDR picture'],
  [0, 'v/1\x01', 'an OpenEXR picture'],
  [0, '\x8aMNG', 'an MNG animation'],
  [0, 'DDS ', 'a DirectDraw surface (DDS)'],
  [0, '\x89HDF\r\n\x1a\n', 'an HDF5 file (a Keras .h5 model is one)'],
  [0, '\x93NUMPY', 'a NumPy array (.npy)'],
  [0, 'PK\x03\x04', 'a ZIP archive (a .keras model is one)'],
  [0, '\x1f\x8b', 'a gzip archive'],
  [0, 'RIFF', 'a RIFF file that holds no WebP (AVI or WAV)'],
  [0, '\x1aE\xdf\xa3', 'a Matroska or WebM video'],
  [0, 'ID3', 'an MP3 sound'],
  [0, 'OggS', 'an Ogg file'],
];

/** Brands of the ISO base media container, the box format of HEIC, AVIF and MP4. */
const ISO_BRANDS: readonly (readonly [RegExp, string])[] = [
  [/^(avif|avis)$/, 'an AVIF picture'],
  [/^(hei[cxms]|hev[cxms]|mif1|msf1|MiHE)$/, 'a HEIC picture (the format of iPhone photos)'],
  [/./, 'an MP4 or QuickTime video'],
];

function describeIsoBrand(bytes: Uint8Array): string {
  const brand = new TextDecoder('latin1').decode(bytes.subarray(8, 12));
  return ISO_BRANDS.find(([pattern]) => pattern.test(brand))?.[1] ?? 'an ISO media file';
}

function describeText(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder('utf-8').decode(bytes.subarray(0, 1024)).replace(/^\uFEFF/, '').trimStart();
  if (/^(<!doctype html|<html|<head|<body)/i.test(head)) return 'an HTML page (a download link that gave an error page?)';
  if (/^<svg|^<\?xml[^]*<svg/i.test(head)) return 'an SVG drawing';
  if (/^P[1-7]\s/.test(head)) return 'a Netpbm picture (PPM, PGM or PBM)';
  if (head.startsWith('version https://git-lfs')) return 'a Git LFS pointer (the picture itself was not fetched)';
  if (head.startsWith('data:image/')) return 'a data URL (decode its base64 part to bytes first)';
  if (/^\s*[{[]/.test(head)) return 'JSON text';
  if (head.length > 0 && !/[\u0000-\u0008\u000e-\u001f\ufffd]/.test(head)) return 'text';
  return undefined;
}

/** What bytes of no known picture format look like, for an error message. */
export function describeUnknown(bytes: Uint8Array): string {
  if (bytes.every((byte) => byte === 0)) return 'nothing but zero bytes';
  if (hasAscii(bytes, 'ftyp', 4)) return describeIsoBrand(bytes);
  const known = OTHERS.find(([offset, signature]) => hasAscii(bytes, signature, offset));
  return known?.[2] ?? describeText(bytes) ?? 'no format known here';
}

/** The first bytes in hexadecimal, for an error message. */
export function firstBytes(bytes: Uint8Array, count = 8): string {
  return Array.from(bytes.subarray(0, count), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
