import { damaged } from '../../../errors.js';
import type { BitReader } from './bit-reader.js';

const LOOKAHEAD = 8;

/** A Huffman table of a JPEG (ITU T.81, annex C and F.2.2.3). */
export class HuffmanTable {
  readonly #symbols: Uint8Array;
  /** Largest code of each length, -1 where there is none; a sentinel ends the search at length 17. */
  readonly #maxCode = new Int32Array(18).fill(-1);
  /** What is added to a code of a length to give the index of its symbol. */
  readonly #offset = new Int32Array(18);
  /** For the next 8 bits: length * 256 + symbol, or 0 where the code is longer. */
  readonly #short = new Uint16Array(1 << LOOKAHEAD);

  /**
   * @param counts How many codes there are of each length 1 to 16.
   * @param symbols Their symbols in order of length.
   */
  constructor(counts: Uint8Array, symbols: Uint8Array) {
    this.#symbols = symbols;
    this.#maxCode[17] = 0xfffff;
    let code = 0;
    let index = 0;
    for (let length = 1; length <= 16; length += 1) {
      const count = counts[length - 1] ?? 0;
      this.#offset[length] = index - code;
      for (let i = 0; i < count; i += 1) this.#remember(code + i, length, symbols[index + i] ?? 0);
      code += count;
      index += count;
      if (count > 0) this.#maxCode[length] = code - 1;
      // No code may be all ones.
      if (count > 0 && code >= 1 << length) {
        throw damaged('The JPEG has a Huffman table with more codes than fit');
      }
      code <<= 1;
    }
  }

  /** The largest symbol, to tell a table that cannot serve for DC. */
  get largestSymbol(): number {
    return this.#symbols.reduce((largest, symbol) => Math.max(largest, symbol), 0);
  }

  /** Reads one symbol; bits that are no code count as symbol 0, as in libjpeg. */
  decode(bits: BitReader): number {
    const known = this.#short[bits.peek(LOOKAHEAD)] ?? 0;
    if (known !== 0) {
      bits.skip(known >> 8);
      return known & 0xff;
    }
    let length = LOOKAHEAD + 1;
    let code = bits.take(length);
    while (code > (this.#maxCode[length] ?? 0)) {
      code = (code << 1) | bits.take(1);
      length += 1;
    }
    if (length > 16) {
      bits.warnings.add('a code that its Huffman table does not have');
      return 0;
    }
    return this.#symbols[(code + (this.#offset[length] ?? 0)) & 0xff] ?? 0;
  }

  #remember(code: number, length: number, symbol: number): void {
    if (length > LOOKAHEAD) return;
    const first = code << (LOOKAHEAD - length);
    this.#short.fill(length * 256 + symbol, first, first + (1 << (LOOKAHEAD - length)));
  }
}
