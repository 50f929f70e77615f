import type { BitReader } from './bit-reader.js';

/**
 * What to do about a marker that is not the restart expected: libjpeg's default strategy, which PIL uses.
 *
 * The restart itself, or one too far off to be told from damage, is taken for the one expected; one of the two before it
 * is old and skipped, as is a marker that does not exist; one of the two after it means that data were lost, so that the
 * decoder goes without data until it is reached. So it does before any other marker.
 */
export function resync(bits: BitReader, expected: number): void {
  bits.warnings.add('a restart marker that is missing or out of place');
  for (;;) {
    const ahead = bits.marker - 0xd0 - expected;
    if (bits.marker < 0xc0) {
      bits.seekMarker();
    } else if (bits.marker < 0xd0 || bits.marker > 0xd7) {
      return;
    } else if (isOneOf(ahead, 1, 2)) {
      return;
    } else if (isOneOf(ahead, -1, -2)) {
      bits.seekMarker();
    } else {
      bits.marker = 0;
      return;
    }
  }
}

/** Equality of restart numbers, which count modulo 8. */
function isOneOf(value: number, ...candidates: readonly number[]): boolean {
  return candidates.some((candidate) => ((value - candidate) & 7) === 0);
}
