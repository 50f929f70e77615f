import { checkRange } from './checks.js';
import type { RandomAccessSource } from './source.js';

/** A stretch of another source, for example a stored member of a zip archive. Closing it leaves the other one open. */
export class SliceSource implements RandomAccessSource {
  readonly name: string;
  readonly size: number;
  readonly #source: RandomAccessSource;
  readonly #start: number;

  constructor(source: RandomAccessSource, start: number, size: number, name: string) {
    checkRange(source, start, size);
    this.#source = source;
    this.#start = start;
    this.size = size;
    this.name = name;
  }

  get blockSize(): number {
    return this.#source.blockSize;
  }

  async read(offset: number, length: number, signal?: AbortSignal): Promise<Uint8Array> {
    checkRange(this, offset, length);
    return this.#source.read(this.#start + offset, length, signal);
  }

  async readInto(target: Uint8Array, offset: number, signal?: AbortSignal): Promise<void> {
    checkRange(this, offset, target.length);
    return this.#source.readInto(target, this.#start + offset, signal);
  }

  async close(): Promise<void> {}
}
