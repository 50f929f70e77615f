import { KedgeError } from '@kedge/graph-core';
import { checkRange } from './checks.js';
import type { RandomAccessSource } from './source.js';

/** A Blob or File as a {@link RandomAccessSource}: only the slices asked for are brought into memory. */
export class BlobSource implements RandomAccessSource {
  readonly name: string;
  readonly size: number;
  readonly blockSize = 256 * 1024;
  readonly #blob: Blob;

  constructor(blob: Blob, name?: string) {
    this.#blob = blob;
    this.name = name ?? ('name' in blob && typeof blob.name === 'string' ? blob.name : 'Blob');
    this.size = blob.size;
  }

  async read(offset: number, length: number, signal?: AbortSignal): Promise<Uint8Array> {
    signal?.throwIfAborted();
    checkRange(this, offset, length);
    const bytes = new Uint8Array(await this.#slice(offset, length));
    signal?.throwIfAborted();
    if (bytes.length !== length) throw this.#failed(`expected ${length} bytes from ${offset} on, got ${bytes.length}`);
    return bytes;
  }

  async readInto(target: Uint8Array, offset: number, signal?: AbortSignal): Promise<void> {
    target.set(await this.read(offset, target.length, signal));
  }

  async close(): Promise<void> {}

  async #slice(offset: number, length: number): Promise<ArrayBuffer> {
    try {
      return await this.#blob.slice(offset, offset + length).arrayBuffer();
    } catch (cause) {
      throw this.#failed('the browser could not read the file', cause);
    }
  }

  #failed(what: string, cause?: unknown): KedgeError {
    return new KedgeError(
      'READ_FAILED',
      `${this.name}: ${what}. A file that was changed or removed since it was chosen must be chosen again.`,
      { cause },
    );
  }
}
