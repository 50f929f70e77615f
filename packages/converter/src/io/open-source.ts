import { InvalidArgumentError } from '@kedge/graph-core';
import { BlobSource } from './blob-source.js';
import { CountingSource } from './counting-source.js';
import { FileSource } from './file-source.js';
import { openHttpSource } from './http-source.js';
import type { HttpOptions } from './http-fetch.js';
import { MemorySource } from './memory-source.js';
import { isNode } from './node.js';
import type { RandomAccessSource, SourceInput } from './source.js';

/** How to open a source. */
export interface OpenOptions extends HttpOptions {
  /** What to call bytes and Blobs in messages. */
  readonly name?: string | undefined;
}

/**
 * Opens whatever can stand for one file.
 *
 * @param input Text is a path in Node (spaces, `#`, `%` as they are) unless it begins with `http:`, `https:` or `file:`;
 *   in a page it is a URL, relative to the page. Bytes are not copied and not to be changed while the source is in use.
 * @returns The open source; the caller closes it.
 * @throws {KedgeError} `FILE_NOT_FOUND`, `IS_DIRECTORY`, `READ_FAILED`, `INVALID_ARGUMENT`.
 */
export async function openSource(input: SourceInput, options: OpenOptions = {}): Promise<RandomAccessSource> {
  options.signal?.throwIfAborted();
  const where = locationKind(input);
  if (where === 'http') return openHttpSource(input as string | URL, options);
  const source = where === 'path' ? await FileSource.open(input as string | URL) : fromMemory(input, options.name);
  return options.onBytes ? new CountingSource(source, options.onBytes) : source;
}

/** Whether text or a URL names something on a server, something on disk, or (`value`) is neither of both. */
export function locationKind(input: unknown): 'http' | 'path' | 'value' {
  if (input instanceof URL) return input.protocol === 'file:' ? 'path' : 'http';
  if (typeof input !== 'string') return 'value';
  if (/^https?:/i.test(input)) return 'http';
  return isNode() ? 'path' : 'http';
}

function fromMemory(input: unknown, name: string | undefined): RandomAccessSource {
  if (input instanceof Uint8Array) return new MemorySource(input, name);
  if (input instanceof ArrayBuffer) return new MemorySource(new Uint8Array(input), name);
  if (typeof Blob !== 'undefined' && input instanceof Blob) return new BlobSource(input, name);
  throw new InvalidArgumentError(
    `Expected a path, a URL, a Uint8Array, an ArrayBuffer or a Blob, got ${input === null ? 'null' : typeof input}.`,
  );
}
