import { KedgeError } from '@kedge/graph-core';
import type { FileHandle } from 'node:fs/promises';
import { checkRange } from './checks.js';
import { nodeBuiltin } from './node.js';
import type { RandomAccessSource } from './source.js';

/** Bytes that are read at once, without giving way. */
const SMALL = 64 * 1024;

/** A file on disk as a {@link RandomAccessSource} (Node). */
export class FileSource implements RandomAccessSource {
  readonly name: string;
  readonly size: number;
  readonly blockSize = 16 * 1024;
  readonly #handle: FileHandle;

  private constructor(name: string, size: number, handle: FileHandle) {
    this.name = name;
    this.size = size;
    this.#handle = handle;
  }

  /**
   * Opens a file for reading.
   *
   * @param path Path as the operating system takes it, or a `file:` URL.
   * @throws {KedgeError} `FILE_NOT_FOUND`, `IS_DIRECTORY`, or `READ_FAILED` (for example no permission).
   */
  static async open(path: string | URL): Promise<FileSource> {
    const name = toPath(path);
    const fs = nodeBuiltin('node:fs/promises');
    try {
      // Asked before opening, because opening a pipe would wait for its writer.
      const stat = await fs.stat(name);
      if (stat.isDirectory()) throw Object.assign(new Error('is a directory'), { code: 'EISDIR' });
      if (!stat.isFile()) throw new Error('it is a pipe, socket or device and not a file');
      return new FileSource(name, stat.size, await fs.open(name, 'r'));
    } catch (cause) {
      throw fileError(name, cause);
    }
  }

  async read(offset: number, length: number, signal?: AbortSignal): Promise<Uint8Array> {
    checkRange(this, offset, length);
    const target = new Uint8Array(length);
    await this.readInto(target, offset, signal);
    return target;
  }

  async readInto(target: Uint8Array, offset: number, signal?: AbortSignal): Promise<void> {
    checkRange(this, offset, target.length);
    let done = 0;
    while (done < target.length) {
      signal?.throwIfAborted();
      const bytesRead = await this.#readSome(target, done, offset + done);
      if (bytesRead === 0) {
        throw new KedgeError(
          'READ_FAILED',
          `${this.name}: expected ${this.size} bytes as when it was opened, but it now ends at ${offset + done}. It was changed while it was read; try again.`,
        );
      }
      done += bytesRead;
    }
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  async #readSome(target: Uint8Array, from: number, position: number): Promise<number> {
    try {
      const left = target.length - from;
      // The way to a thread and back takes longer than so few bytes do, and a file has a thousand such places.
      if (left <= SMALL) return nodeBuiltin('node:fs').readSync(this.#handle.fd, target, from, left, position);
      return (await this.#handle.read(target, from, target.length - from, position)).bytesRead;
    } catch (cause) {
      throw fileError(this.name, cause);
    }
  }
}

/** The path that a `file:` URL (as object or as text) or a path means. */
export function toPath(path: string | URL): string {
  const isUrl = path instanceof URL || /^file:\/\//i.test(path);
  return isUrl ? nodeBuiltin('node:url').fileURLToPath(path) : path;
}

/** Turns what the file system said into the error that this package promises. */
export function fileError(path: string, cause: unknown): KedgeError {
  if (cause instanceof KedgeError) return cause;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new KedgeError('FILE_NOT_FOUND', `${path}: there is no such file. Check the path; it is taken as it stands, without decoding.`, { cause });
  }
  if (code === 'EISDIR') {
    return new KedgeError('IS_DIRECTORY', `${path}: expected a file, and this is a folder.`, { cause });
  }
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new KedgeError('READ_FAILED', `${path}: the file could not be read: ${reason}.`, { cause });
}
