import { CorruptFileError, describeOffset } from './errors.js';

/**
 * Reads a structure of little-endian fields from its bytes, one after the other, and knows where in the file it is.
 * Running over the end is one error with that place, never an undefined value.
 */
export class ByteReader {
  /** The bytes of the structure. */
  readonly bytes: Uint8Array;
  /** Offset in the file of the first of them. */
  readonly start: number;
  /** What is read, for messages: `superblock of model.h5`. */
  readonly what: string;
  /** Index of the next byte to read. */
  position = 0;

  constructor(bytes: Uint8Array, start: number, what: string) {
    this.bytes = bytes;
    this.start = start;
    this.what = what;
  }

  /** Offset in the file of the next byte to read. */
  get offset(): number {
    return this.start + this.position;
  }

  /** Bytes that are left. */
  get remaining(): number {
    return this.bytes.length - this.position;
  }

  u8(): number {
    return this.bytes[this.#take(1)] as number;
  }

  u16(): number {
    const at = this.#take(2);
    return (this.bytes[at] as number) | ((this.bytes[at + 1] as number) << 8);
  }

  u32(): number {
    const at = this.#take(4);
    const low = (this.bytes[at] as number) | ((this.bytes[at + 1] as number) << 8) | ((this.bytes[at + 2] as number) << 16);
    return (low | ((this.bytes[at + 3] as number) << 24)) >>> 0;
  }

  /** An unsigned number of 1 to 8 bytes. Beyond 2^53 it is refused, because nothing in a real file is that large. */
  uint(width: number): number {
    const at = this.#take(width);
    let value = 0;
    for (let index = width - 1; index >= 0; index--) value = value * 256 + (this.bytes[at + index] as number);
    if (value > Number.MAX_SAFE_INTEGER) throw this.corrupt(`holds an absurd number (${value})`, at);
    return value;
  }

  /** An unsigned number of 1 to 8 bytes, or undefined when all its bits are set, which formats use for "none". */
  optionalUint(width: number): number | undefined {
    const at = this.position;
    if (this.slice(width).every((byte) => byte === 0xff)) return undefined;
    this.position = at;
    return this.uint(width);
  }

  /** The next `length` bytes, as a view. */
  slice(length: number): Uint8Array {
    const at = this.#take(length);
    return this.bytes.subarray(at, at + length);
  }

  skip(length: number): void {
    this.#take(length);
  }

  /** The next `length` bytes as a structure of their own. */
  part(length: number, what = this.what): ByteReader {
    const start = this.offset;
    return new ByteReader(this.slice(length), start, what);
  }

  /** Text of `length` bytes, one character per byte; for signatures. */
  ascii(length: number): string {
    return String.fromCharCode(...this.slice(length));
  }

  /** The error that this structure is not what it must be. */
  corrupt(problem: string, position = this.position): CorruptFileError {
    const offset = this.start + position;
    return new CorruptFileError(`${this.what} ${problem}, at byte ${describeOffset(offset)}. The file is damaged; get it again.`, offset);
  }

  #take(length: number): number {
    const at = this.position;
    if (length < 0 || at + length > this.bytes.length) {
      throw this.corrupt(`is truncated: expected ${length} more bytes, got ${this.bytes.length - at}`);
    }
    this.position = at + length;
    return at;
  }
}
