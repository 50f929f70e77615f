/**
 * Undoes the shuffle filter, which stores the first bytes of all elements, then the second bytes, and so on. Bytes
 * behind the last whole element are as they were.
 *
 * @param size Bytes of an element.
 */
export function unshuffle(bytes: Uint8Array, size: number): Uint8Array {
  // A size beyond the data comes from a damaged file only; there is no whole element then.
  if (size <= 1 || size > bytes.length) return bytes;
  const count = Math.floor(bytes.length / size);
  const out = new Uint8Array(bytes.length);
  if (size === 4) unshuffle4(bytes, out, count);
  else {
    for (let plane = 0; plane < size; plane++) {
      const from = plane * count;
      for (let index = 0, to = plane; index < count; index++, to += size) out[to] = bytes[from + index] as number;
    }
  }
  out.set(bytes.subarray(count * size), count * size);
  return out;
}

/** The usual case, in one pass over the output. */
function unshuffle4(bytes: Uint8Array, out: Uint8Array, count: number): void {
  for (let index = 0, to = 0; index < count; index++, to += 4) {
    out[to] = bytes[index] as number;
    out[to + 1] = bytes[index + count] as number;
    out[to + 2] = bytes[index + 2 * count] as number;
    out[to + 3] = bytes[index + 3 * count] as number;
  }
}
