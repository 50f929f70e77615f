import { CorruptImageError } from '../../../errors.js';

/** The file ends before its end marker. */
export class CutShortError extends CorruptImageError {
  constructor(offset: number) {
    super(`The JPEG ends within its pixels, at offset ${offset}. It was cut short; copy or download it again.`);
  }
}

/**
 * Reads bits and markers of a JPEG's entropy-coded data (ITU T.81, F.2.2.5), and behaves on damaged data as libjpeg does:
 * at a marker the data end and go on as zeros, and `starved` tells the decoder to leave further blocks alone.
 */
export class BitReader {
  readonly bytes: Uint8Array;
  /** Offset of the next byte. */
  at: number;
  /** A marker that was met within the data and not yet handled; 0 for none. */
  marker = 0;
  /** Whether zeros have been read for want of data since the last restart. */
  starved = false;
  /** What was found wrong, for the warnings of the picture. */
  readonly warnings = new Set<string>();
  #buffer = 0;
  #held = 0;

  constructor(bytes: Uint8Array, at: number) {
    this.bytes = bytes;
    this.at = at;
  }

  /** The next `count` bits, at most 16, without taking them; zeros stand in for bits that are missing. */
  peek(count: number): number {
    while (this.#held < count && this.marker === 0) this.#fill();
    const missing = count - this.#held;
    if (missing > 0) return (this.#buffer << missing) & ((1 << count) - 1);
    return (this.#buffer >>> -missing) & ((1 << count) - 1);
  }

  /** Takes `count` bits, at most 16. */
  take(count: number): number {
    const bits = this.peek(count);
    this.skip(count);
    return bits;
  }

  /** Drops `count` bits that were peeked at. */
  skip(count: number): void {
    this.#held -= count;
    if (this.#held >= 0) return;
    this.#held = 0;
    this.#buffer = 0;
    if (!this.starved) this.warnings.add('premature end of a data segment');
    this.starved = true;
  }

  /** Drops the bits up to the next byte that has not been touched, as at the end of a scan. */
  discardBits(): void {
    this.#held = 0;
    this.#buffer = 0;
  }

  /** Leaves the next marker in `marker`; what lies before it is skipped. */
  seekMarker(): void {
    let skipped = 0;
    for (;;) {
      while (this.nextByte() !== 0xff) skipped += 1;
      let byte = this.nextByte();
      while (byte === 0xff) byte = this.nextByte();
      if (byte !== 0) {
        if (skipped > 0) this.warnings.add('bytes that belong to no segment');
        this.marker = byte;
        return;
      }
      skipped += 2;
    }
  }

  /** @throws {CutShortError} at the end of the file. */
  nextByte(): number {
    const byte = this.bytes[this.at];
    if (byte === undefined) throw new CutShortError(this.at);
    this.at += 1;
    return byte;
  }

  #fill(): void {
    let byte = this.nextByte();
    if (byte === 0xff) {
      do byte = this.nextByte();
      while (byte === 0xff);
      if (byte !== 0) {
        this.marker = byte;
        return;
      }
      byte = 0xff;
    }
    // Never more than 15 + 8 bits are held.
    this.#buffer = ((this.#buffer << 8) | byte) & 0x7fffff;
    this.#held += 8;
  }
}
