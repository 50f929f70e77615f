import type { RandomAccessSource } from './source.js';

const BYTES_KEPT = 8 * 1024 * 1024;

/**
 * Small reads through blocks that are kept for a while, so that a structure of 24 bytes does not cost a system call or
 * a request of its own. A source whose reads are free (`blockSize` 0) is passed through.
 */
export class BlockCache {
  readonly #source: RandomAccessSource;
  /** Block number to its bytes, the one used last at the end. */
  readonly #blocks = new Map<number, Promise<Uint8Array>>();

  /** The block used last. */
  #latest = -1;

  constructor(source: RandomAccessSource) {
    this.#source = source;
  }

  /** Bytes `offset` to `offset + length`; a view that is not to be written to. */
  async read(offset: number, length: number, signal?: AbortSignal): Promise<Uint8Array> {
    const size = this.#source.blockSize;
    if (size === 0 || length === 0 || length >= size) return this.#source.read(offset, length, signal);
    const first = Math.floor(offset / size);
    const last = Math.floor((offset + length - 1) / size);
    const start = offset - first * size;
    if (last <= first) return (await this.#block(first)).subarray(start, start + length);
    const joined = new Uint8Array(length);
    const head = (await this.#block(first)).subarray(start);
    joined.set(head);
    joined.set((await this.#block(last)).subarray(0, length - head.length), head.length);
    return joined;
  }

  #block(index: number): Promise<Uint8Array> {
    if (index === this.#latest) return this.#blocks.get(index) ?? this.#load(index);
    const block = this.#blocks.get(index) ?? this.#load(index);
    this.#blocks.delete(index);
    this.#blocks.set(index, block);
    this.#latest = index;
    for (const oldest of this.#blocks.keys()) {
      if (this.#blocks.size * this.#source.blockSize <= BYTES_KEPT) break;
      this.#blocks.delete(oldest);
    }
    return block;
  }

  #load(index: number): Promise<Uint8Array> {
    const size = this.#source.blockSize;
    const offset = index * size;
    const block = this.#source.read(offset, Math.min(size, this.#source.size - offset));
    this.#blocks.set(index, block);
    block.catch(() => this.#blocks.delete(index));
    return block;
  }
}
