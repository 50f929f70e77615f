import { checkRange } from './checks.js';
import type { RandomAccessSource } from './source.js';

/** Bytes in memory as a {@link RandomAccessSource}; reading gives views, nothing is copied. */
export class MemorySource implements RandomAccessSource {
  readonly name: string;
  readonly size: number;
  readonly blockSize = 0;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array, name = 'bytes') {
    this.#bytes = bytes;
    this.name = name;
    this.size = bytes.byteLength;
  }

  async read(offset: number, length: number, signal?: AbortSignal): Promise<Uint8Array> {
    signal?.throwIfAborted();
    checkRange(this, offset, length);
    return this.#bytes.subarray(offset, offset + length);
  }

  async readInto(target: Uint8Array, offset: number, signal?: AbortSignal): Promise<void> {
    target.set(await this.read(offset, target.length, signal));
  }

  async close(): Promise<void> {}
}
