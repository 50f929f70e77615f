/**
 * The orientation that an XMP packet states (`tiff:Orientation`, XMP specification part 2, section 3.1).
 *
 * @returns the digit that is given, or undefined; only the first mention counts.
 */
export function xmpOrientation(xmp: Uint8Array): number | undefined {
  const digit = /tiff:Orientation(?:="|>)([0-9])/.exec(new TextDecoder('latin1').decode(xmp))?.[1];
  return digit === undefined ? undefined : Number(digit);
}
