const ORIENTATION_TAG = 0x0112;
const ENTRY_BYTES = 12;

/**
 * Bytes of the integer types of a TIFF entry, by type number; negative where the type is signed. BYTE (1) is absent:
 * PIL takes it for a string of bytes, which is no orientation.
 */
const INTEGER_TYPES: Readonly<Record<number, number>> = { 3: 2, 4: 4, 6: -1, 8: -2, 9: -4, 13: 4 };

/**
 * The orientation that EXIF data states.
 *
 * EXIF is a TIFF file (TIFF 6.0, section 2) whose first directory may hold tag 0x0112. Nothing here throws: broken EXIF
 * leaves the picture as it is.
 *
 * @param exif The TIFF bytes, with or without one or two `Exif\0\0` before them.
 * @returns the value as it stands there, 0 for one that is no integer, undefined where the tag is absent.
 */
export function exifOrientation(exif: Uint8Array): number | undefined {
  const tiff = withoutPrefix(exif);
  if (tiff.length < 8) return undefined;
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const little = byteOrder(view);
  if (little === undefined) return undefined;
  const directory = view.getUint32(4, little);
  if (directory + 2 > tiff.length) return undefined;
  let found: number | undefined;
  for (let i = 0; i < view.getUint16(directory, little); i += 1) {
    const entry = directory + 2 + i * ENTRY_BYTES;
    if (entry + ENTRY_BYTES > tiff.length) break;
    // A tag given twice counts by its last entry, as in PIL.
    if (view.getUint16(entry, little) === ORIENTATION_TAG) found = entryValue(view, entry, little);
  }
  return found;
}

function withoutPrefix(exif: Uint8Array): Uint8Array {
  let bytes = exif;
  for (let i = 0; i < 2; i += 1) {
    if (String.fromCharCode(...bytes.subarray(0, 6)) === 'Exif\0\0') bytes = bytes.subarray(6);
  }
  return bytes;
}

/** Whether the TIFF header says little-endian, or undefined when it is no TIFF header. */
function byteOrder(view: DataView): boolean | undefined {
  const mark = view.getUint16(0);
  if (mark !== 0x4949 && mark !== 0x4d4d) return undefined;
  const little = mark === 0x4949;
  return view.getUint16(2, little) === 42 ? little : undefined;
}

/** The first value of a directory entry, where it is an integer that lies in the entry itself; else 0. */
function entryValue(view: DataView, entry: number, little: boolean): number {
  const type = view.getUint16(entry + 2, little);
  const size = INTEGER_TYPES[type];
  const count = view.getUint32(entry + 4, little);
  if (size === undefined || count === 0 || count * Math.abs(size) > 4) return 0;
  const at = entry + 8;
  switch (size) {
    case -1:
      return view.getInt8(at);
    case 2:
      return view.getUint16(at, little);
    case -2:
      return view.getInt16(at, little);
    case -4:
      return view.getInt32(at, little);
    default:
      return view.getUint32(at, little);
  }
}
