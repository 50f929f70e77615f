/**
 * The hash `hashlittle2` of Bob Jenkins' lookup3.c (public domain, 2006), which HDF5 uses as the checksum of its newer
 * structures and this project to name files by their content.
 *
 * @param seeds The two words that it starts from; `[0, 0]` for HDF5.
 * @returns Two words of 32 bits; the first alone is `hashlittle`.
 */
export function lookup3(bytes: Uint8Array, seeds: readonly [number, number] = [0, 0]): [number, number] {
  let a = (0xdeadbeef + bytes.length + seeds[0]) | 0;
  let b = a;
  let c = (a + seeds[1]) | 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  for (; bytes.length - at > 12; at += 12) {
    a = (a + view.getInt32(at, true)) | 0;
    b = (b + view.getInt32(at + 4, true)) | 0;
    c = (c + view.getInt32(at + 8, true)) | 0;
    a = ((a - c) ^ rotate(c, 4)) | 0;
    c = (c + b) | 0;
    b = ((b - a) ^ rotate(a, 6)) | 0;
    a = (a + c) | 0;
    c = ((c - b) ^ rotate(b, 8)) | 0;
    b = (b + a) | 0;
    a = ((a - c) ^ rotate(c, 16)) | 0;
    c = (c + b) | 0;
    b = ((b - a) ^ rotate(a, 19)) | 0;
    a = (a + c) | 0;
    c = ((c - b) ^ rotate(b, 4)) | 0;
    b = (b + a) | 0;
  }
  if (at === bytes.length) return [c >>> 0, b >>> 0];
  const rest = new Uint8Array(12);
  rest.set(bytes.subarray(at));
  const tail = new DataView(rest.buffer);
  a = (a + tail.getInt32(0, true)) | 0;
  b = (b + tail.getInt32(4, true)) | 0;
  c = (c + tail.getInt32(8, true)) | 0;
  c = ((c ^ b) - rotate(b, 14)) | 0;
  a = ((a ^ c) - rotate(c, 11)) | 0;
  b = ((b ^ a) - rotate(a, 25)) | 0;
  c = ((c ^ b) - rotate(b, 16)) | 0;
  a = ((a ^ c) - rotate(c, 4)) | 0;
  b = ((b ^ a) - rotate(a, 14)) | 0;
  c = ((c ^ b) - rotate(b, 24)) | 0;
  return [c >>> 0, b >>> 0];
}

function rotate(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}

/** A name of 16 hexadecimal digits that follows from the content alone. */
export function contentName(bytes: Uint8Array): string {
  return lookup3(bytes, [0x6b656467, 0x65000001]).map((word) => word.toString(16).padStart(8, '0')).join('');
}
