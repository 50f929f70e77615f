/** Arithmetic on 64 bits without sign, as hash functions need it. */
export const u64 = (value: bigint): bigint => BigInt.asUintN(64, value);

/** Bits turned to the right. */
export const rotateRight = (value: bigint, by: bigint): bigint => u64((value >> by) | (value << (64n - by)));

/** Bits turned to the left. */
export const rotateLeft = (value: bigint, by: bigint): bigint => u64((value << by) | (value >> (64n - by)));

/** The upper bits mixed into the lower. */
export const shiftMix = (value: bigint): bigint => value ^ (value >> 47n);

/** Bytes, read as little-endian words. */
export class Words {
  readonly length: number;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.length = bytes.byteLength;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** 64 bits from a place on. */
  word(at: number): bigint {
    return this.#view.getBigUint64(at, true);
  }

  /** 32 bits from a place on. */
  half(at: number): bigint {
    return BigInt(this.#view.getUint32(at, true));
  }

  byte(at: number): number {
    return this.#view.getUint8(at);
  }
}
