import { expectSignature, expectVersion, type Hdf5Context } from './context.js';

const WHAT = 'global heap';

/** Objects of one collection by their number. */
type Collection = ReadonlyMap<number, Uint8Array>;

/** Text of variable length, kept in collections (specification, III.E) that are read once. */
export class GlobalHeaps {
  readonly #context: Hdf5Context;
  readonly #collections = new Map<number, Promise<Collection>>();

  constructor(context: Hdf5Context) {
    this.#context = context;
  }

  /** The bytes of an object; undefined when the collection has none of that number. */
  async object(address: number, index: number): Promise<Uint8Array | undefined> {
    let collection = this.#collections.get(address);
    if (!collection) {
      collection = this.#read(address);
      this.#collections.set(address, collection);
    }
    return (await collection).get(index);
  }

  async #read(address: number): Promise<Collection> {
    const context = this.#context;
    const { lengthSize } = context.shape;
    // Both kinds of header are filled up to a multiple of 8 bytes.
    const headSize = Math.ceil((8 + lengthSize) / 8) * 8;
    const header = await context.read(address, headSize, WHAT);
    expectSignature(header, 'GCOL');
    expectVersion(header, 1);
    header.skip(3);
    const reader = await context.read(address, context.length(header), WHAT);
    reader.skip(headSize);
    const objects = new Map<number, Uint8Array>();
    while (reader.remaining >= headSize) {
      const index = reader.u16();
      reader.skip(6);
      const size = context.length(reader);
      if (index === 0) break;
      reader.skip(headSize - 8 - lengthSize);
      objects.set(index, reader.slice(size));
      reader.skip(Math.min(reader.remaining, (8 - (size % 8)) % 8));
      context.countEntries(1, WHAT);
    }
    return objects;
  }
}
