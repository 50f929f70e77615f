import { checkRange } from './checks.js';
import { bodyInto, fetchOk, readFailed, wholeBody, type HttpOptions } from './http-fetch.js';
import { MemorySource } from './memory-source.js';
import type { RandomAccessSource } from './source.js';

const BLOCK = 1024 * 1024;
const BLOCKS_KEPT = 24;

/**
 * Opens a file on a server. A server that answers ranges is asked for what is read only, in blocks of 1 MiB; from any
 * other the whole file is taken at once.
 *
 * @throws {KedgeError} `FILE_NOT_FOUND`, `READ_FAILED`.
 */
export async function openHttpSource(url: string | URL, options: HttpOptions = {}): Promise<RandomAccessSource> {
  const href = String(url);
  const response = await fetchOk(href, { Range: `bytes=0-${BLOCK - 1}` }, options.signal);
  if (response.status === 416) {
    await response.body?.cancel();
    return new MemorySource(new Uint8Array(0), href);
  }
  const total = rangeTotal(response);
  if (response.status === 206 && total === undefined) {
    await response.body?.cancel();
    return new MemorySource(await wholeBody(href, await fetchOk(href, {}, options.signal), options), href);
  }
  if (total === undefined) return new MemorySource(await wholeBody(href, response, options), href);
  const first = new Uint8Array(Math.min(BLOCK, total));
  await bodyInto(first, href, response, options);
  return new HttpSource(href, total, first, strongTag(response), options);
}

/** The size of the whole file, where the answer is the beginning of it and says so. */
function rangeTotal(response: Response): number | undefined {
  if (response.status !== 206 || response.headers.has('content-encoding')) return undefined;
  const match = /^bytes 0-(\d+)\/(\d+)$/.exec(response.headers.get('content-range') ?? '');
  if (!match) return undefined;
  const total = Number(match[2]);
  return Number(match[1]) === Math.min(BLOCK, total) - 1 ? total : undefined;
}

function strongTag(response: Response): string | undefined {
  const tag = response.headers.get('etag');
  return tag && !tag.startsWith('W/') ? tag : undefined;
}

/** A file behind a server that answers ranges. */
class HttpSource implements RandomAccessSource {
  readonly name: string;
  readonly size: number;
  /** Blocks are kept here already. */
  readonly blockSize = 0;
  readonly #tag: string | undefined;
  readonly #options: HttpOptions;
  /** Block number to its bytes, the one used last at the end. */
  readonly #blocks = new Map<number, Promise<Uint8Array>>();

  constructor(url: string, size: number, first: Uint8Array, tag: string | undefined, options: HttpOptions) {
    this.name = url;
    this.size = size;
    this.#tag = tag;
    this.#options = options;
    this.#blocks.set(0, Promise.resolve(first));
  }

  async read(offset: number, length: number, signal?: AbortSignal): Promise<Uint8Array> {
    checkRange(this, offset, length);
    const target = new Uint8Array(length);
    await this.readInto(target, offset, signal);
    return target;
  }

  async readInto(target: Uint8Array, offset: number, signal?: AbortSignal): Promise<void> {
    checkRange(this, offset, target.length);
    if (target.length >= BLOCK) return this.#fetchInto(target, offset, signal);
    let done = 0;
    while (done < target.length) {
      signal?.throwIfAborted();
      const position = offset + done;
      const block = await this.#block(Math.floor(position / BLOCK));
      const piece = block.subarray(position % BLOCK, (position % BLOCK) + target.length - done);
      target.set(piece, done);
      done += piece.length;
    }
  }

  async close(): Promise<void> {
    this.#blocks.clear();
  }

  #block(index: number): Promise<Uint8Array> {
    const block = this.#blocks.get(index) ?? this.#fetchBlock(index);
    this.#blocks.delete(index);
    this.#blocks.set(index, block);
    // A failure is not kept: the next read asks again.
    block.catch(() => this.#blocks.delete(index));
    for (const oldest of this.#blocks.keys()) {
      if (this.#blocks.size <= BLOCKS_KEPT) break;
      this.#blocks.delete(oldest);
    }
    return block;
  }

  async #fetchBlock(index: number): Promise<Uint8Array> {
    const start = index * BLOCK;
    const bytes = new Uint8Array(Math.min(BLOCK, this.size - start));
    // Several readers may wait for one block, so only the signal that the whole source was opened with ends it.
    await this.#fetchInto(bytes, start, this.#options.signal);
    return bytes;
  }

  async #fetchInto(target: Uint8Array, offset: number, signal: AbortSignal | undefined): Promise<void> {
    const headers: Record<string, string> = { Range: `bytes=${offset}-${offset + target.length - 1}` };
    if (this.#tag) headers['If-Range'] = this.#tag;
    const response = await fetchOk(this.name, headers, signal);
    if (response.status !== 206) {
      await response.body?.cancel();
      throw readFailed(this.name, 'the file on the server changed while it was read');
    }
    await bodyInto(target, this.name, response, { signal, onBytes: this.#options.onBytes });
  }
}
