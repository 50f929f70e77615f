import type { ByteReader } from '../io/byte-reader.js';
import { expectSignature, expectVersion, type Hdf5Context } from './context.js';

const UTF8 = /* @__PURE__ */ new TextDecoder();

const WHAT = 'local heap';

/** The names of the members of an old group (specification, III.D). */
export class LocalHeap {
  readonly #data: ByteReader;

  private constructor(data: ByteReader) {
    this.#data = data;
  }

  static async read(context: Hdf5Context, address: number): Promise<LocalHeap> {
    const { offsetSize, lengthSize } = context.shape;
    const header = await context.read(address, 8 + 2 * lengthSize + offsetSize, WHAT);
    expectSignature(header, 'HEAP');
    expectVersion(header, 0);
    header.skip(3);
    const size = context.length(header);
    header.skip(lengthSize);
    return new LocalHeap(await context.read(context.requiredAddress(header, 'data'), size, WHAT));
  }

  /** The text that begins at an offset and ends at the next zero byte. */
  text(offset: number): string {
    const { bytes } = this.#data;
    const end = offset < bytes.length ? bytes.indexOf(0, offset) : -1;
    if (end < 0) throw this.#data.corrupt(`has no name at offset ${offset} of its ${bytes.length} bytes`, 0);
    return UTF8.decode(bytes.subarray(offset, end));
  }
}
