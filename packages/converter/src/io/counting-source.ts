import type { RandomAccessSource } from './source.js';

/** A source that tells how many bytes were read through it, for a progress display. */
export class CountingSource implements RandomAccessSource {
  readonly #source: RandomAccessSource;
  readonly #onBytes: (bytes: number) => void;

  constructor(source: RandomAccessSource, onBytes: (bytes: number) => void) {
    this.#source = source;
    this.#onBytes = onBytes;
  }

  get name(): string {
    return this.#source.name;
  }

  get size(): number {
    return this.#source.size;
  }

  get blockSize(): number {
    return this.#source.blockSize;
  }

  async read(offset: number, length: number, signal?: AbortSignal): Promise<Uint8Array> {
    const bytes = await this.#source.read(offset, length, signal);
    this.#onBytes(bytes.length);
    return bytes;
  }

  async readInto(target: Uint8Array, offset: number, signal?: AbortSignal): Promise<void> {
    await this.#source.readInto(target, offset, signal);
    this.#onBytes(target.length);
  }

  async close(): Promise<void> {
    await this.#source.close();
  }
}
