/** The checksum of HDF5's filter of that name: Fletcher's over big-endian words of 16 bits, an odd last byte filled up with 0. */
export function fletcher32(bytes: Uint8Array): number {
  let low = 0;
  let high = 0;
  const words = Math.floor(bytes.length / 2);
  for (let at = 0; at < words; ) {
    // 360 sums of 16-bit words stay within 32 bits.
    const end = Math.min(at + 360, words);
    for (; at < end; at++) {
      low += ((bytes[at * 2] as number) << 8) | (bytes[at * 2 + 1] as number);
      high += low;
    }
    low = fold(low);
    high = fold(high);
  }
  if (bytes.length % 2 === 1) {
    low = fold(low + ((bytes[bytes.length - 1] as number) << 8));
    high = fold(high + low);
  }
  // Folding twice leaves the carry of the first.
  low = fold(low);
  high = fold(high);
  return ((high << 16) | low) >>> 0;
}

function fold(sum: number): number {
  return (sum % 0x10000) + Math.floor(sum / 0x10000);
}
