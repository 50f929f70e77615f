import { KedgeError } from '@kedge/graph-core';
import type { FileHandle } from 'node:fs/promises';
import { toPath } from './file-source.js';
import { nodeBuiltin } from './node.js';

/** What can be written: bytes, text (as UTF-8), or pieces that are made while writing. */
export type FileContent = Uint8Array | string | Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/**
 * Writes a file so that there is never half of one: beside its place first, then to the disk, then renamed. What was
 * there before stays until the rename, also when the process is killed. A link is followed, so that it stays a link.
 *
 * @param path Path or `file:` URL (Node).
 * @throws {KedgeError} `WRITE_FAILED`; whatever making the content throws; the signal's reason. Nothing is left behind.
 */
export async function writeFileAtomically(path: string | URL, content: FileContent, signal?: AbortSignal): Promise<void> {
  const fs = nodeBuiltin('node:fs/promises');
  const { dirname, basename, join } = nodeBuiltin('node:path');
  const asked = toPath(path);
  const target = await fs.realpath(asked).catch(() => asked);
  const mode = await fs.stat(target).then((stat) => stat.mode, () => undefined);
  const suffix = nodeBuiltin('node:crypto').randomBytes(6).toString('hex');
  const temporary = join(dirname(target), `.${basename(target).slice(0, 200)}.${suffix}.tmp`);
  let handle: FileHandle | undefined;
  try {
    handle = await fs.open(temporary, 'wx', mode);
    await writeAll(handle, content, signal);
    await handle.sync();
    await handle.close();
    handle = undefined;
    signal?.throwIfAborted();
    await fs.rename(temporary, target);
  } catch (cause) {
    await handle?.close().catch(() => undefined);
    await fs.unlink(temporary).catch(() => undefined);
    throw writeError(asked, cause);
  }
  await syncFolder(dirname(target));
}

/**
 * Writes a model that consists of several files: the main one comes last, so that a reader finds the old model or the new
 * one and never a mixture. Nothing else in the folder is touched.
 *
 * @param folder Made where it is missing.
 * @param files Names (content-named, so that no older file is overwritten by another content) to bytes.
 * @param main Content of the main file.
 * @param options What the main file is called, `model.json` when missing.
 * @returns Paths, the main file last.
 * @throws {KedgeError} `WRITE_FAILED`.
 */
export async function writeModelFolder(
  folder: string | URL,
  files: ReadonlyMap<string, Uint8Array>,
  main: Uint8Array | string,
  options: { readonly mainName?: string; readonly signal?: AbortSignal | undefined } = {},
): Promise<string[]> {
  const { join } = nodeBuiltin('node:path');
  const path = toPath(folder);
  await nodeBuiltin('node:fs/promises').mkdir(path, { recursive: true }).catch((cause: unknown) => {
    throw writeError(path, cause);
  });
  const written = [...files, [options.mainName ?? 'model.json', main] as const].map(([name, content]) => ({ path: join(path, name), content }));
  for (const file of written) await writeFileAtomically(file.path, file.content, options.signal);
  return written.map((file) => file.path);
}

async function writeAll(handle: FileHandle, content: FileContent, signal?: AbortSignal): Promise<void> {
  const pieces = typeof content === 'string' ? [new TextEncoder().encode(content)] : content instanceof Uint8Array ? [content] : content;
  for await (const piece of pieces) {
    for (let done = 0; done < piece.length; ) {
      signal?.throwIfAborted();
      done += (await handle.write(piece, done)).bytesWritten;
    }
  }
}

/** Makes a rename last through a power cut, where the system lets folders be synced (Windows does not). */
async function syncFolder(path: string): Promise<void> {
  const handle = await nodeBuiltin('node:fs/promises').open(path, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

function writeError(path: string, cause: unknown): unknown {
  const isSystemError = cause instanceof Error && 'syscall' in cause;
  if (!isSystemError) return cause;
  return new KedgeError('WRITE_FAILED', `${path}: the file could not be written: ${cause.message}. Nothing was changed; check the path, the permissions and the free space.`, { cause });
}
