import { CorruptImageError } from '../errors.js';

/** Reads integers from picture bytes and turns every read past the end into one clear error. */
export class ByteReader {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  readonly #format: string;

  constructor(bytes: Uint8Array, format: string) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#format = format;
  }

  get length(): number {
    return this.bytes.length;
  }

  u8(offset: number): number {
    this.need(offset, 1);
    return this.#view.getUint8(offset);
  }

  u16le(offset: number): number {
    this.need(offset, 2);
    return this.#view.getUint16(offset, true);
  }

  u16be(offset: number): number {
    this.need(offset, 2);
    return this.#view.getUint16(offset);
  }

  u32le(offset: number): number {
    this.need(offset, 4);
    return this.#view.getUint32(offset, true);
  }

  u32be(offset: number): number {
    this.need(offset, 4);
    return this.#view.getUint32(offset);
  }

  /** A view of `count` bytes, without a copy. */
  slice(offset: number, count: number): Uint8Array {
    this.need(offset, count);
    return this.bytes.subarray(offset, offset + count);
  }

  /** @throws {CorruptImageError} unless `count` bytes lie at `offset`. */
  need(offset: number, count: number): void {
    if (offset + count > this.bytes.length) {
      throw new CorruptImageError(
        `The ${this.#format} ends too early: ${count} bytes were expected at offset ${offset}, ` +
          `but the file has ${this.bytes.length}. It was probably cut short; copy or download it again.`,
      );
    }
  }
}

/** Whether the bytes at `offset` are those of an ASCII string. */
export function hasAscii(bytes: Uint8Array, text: string, offset = 0): boolean {
  if (offset + text.length > bytes.length) return false;
  for (let i = 0; i < text.length; i += 1) {
    if (bytes[offset + i] !== text.charCodeAt(i)) return false;
  }
  return true;
}

/** Bytes as Latin-1 text, for keywords and messages. */
export function latin1(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
