import { KedgeError } from '@kedge/graph-core';
import { bodyChunks, fetchOk, type HttpOptions } from './http-fetch.js';
import { openHttpSource } from './http-source.js';
import { FileSource, toPath } from './file-source.js';
import { nodeBuiltin } from './node.js';
import { openSource, locationKind } from './open-source.js';
import type { RandomAccessSource } from './source.js';

/** Files that lie together, as a `model.json` and the shards that it names. */
export interface FileSet {
  /** What to call the set in messages: a folder, a URL. */
  readonly name: string;
  /** Whether opening a file costs nothing worth saving, so that sizes can be looked at before anything is read. */
  readonly isLocal: boolean;
  /**
   * Opens one of the files.
   *
   * @param path Relative, with `/` between its parts.
   * @throws {KedgeError} `FILE_NOT_FOUND`, `READ_FAILED`, `UNSAFE_PATH`.
   */
  open(path: string, options?: HttpOptions): Promise<RandomAccessSource>;
  /** The bytes of one file from the first to the last, in pieces, without holding all of them. */
  stream(path: string, options?: HttpOptions): AsyncIterable<Uint8Array>;
}

const PIECE = 1024 * 1024;

/** The files of a folder on disk (Node). */
export function folderFiles(folder: string | URL): FileSet {
  const base = toPath(folder);
  const open = async (path: string): Promise<RandomAccessSource> => FileSource.open(nodeBuiltin('node:path').join(base, safePath(path)));
  return { name: base, isLocal: true, open, stream: (path, options) => sourcePieces(() => open(path), options) };
}

/**
 * The files that lie beside a URL, on a server.
 *
 * @param url URL of the folder (ends in `/`) or of a file in it. A query (`?token=...`) is carried over to every file.
 */
export function urlFiles(url: string | URL): FileSet {
  const page = typeof location === 'object' ? location.href : undefined;
  const base = new URL(url, page);
  const at = (path: string): string => {
    const encoded = safePath(path).split('/').map(encodeURIComponent).join('/');
    const target = new URL(encoded, base);
    target.search = base.search;
    return target.href;
  };
  return {
    name: new URL('.', base).href,
    isLocal: false,
    open: async (path, options) => openHttpSource(at(path), options),
    async *stream(path, options = {}) {
      const href = at(path);
      yield* bodyChunks(href, await fetchOk(href, {}, options.signal), options);
    },
  };
}

/**
 * Files at hand in memory or chosen in a page.
 *
 * @param files Names to bytes or Blobs; or Files, which go by their path in the chosen folder or their name.
 */
export function givenFiles(files: ReadonlyMap<string, Uint8Array | Blob> | Iterable<File>, name = 'the given files'): FileSet {
  const map = files instanceof Map ? (files as ReadonlyMap<string, Uint8Array | Blob>) : byName(files as Iterable<File>);
  const open = async (path: string): Promise<RandomAccessSource> => {
    const content = find(map, safePath(path));
    if (content) return openSource(content, { name: path });
    const some = [...map.keys()].slice(0, 8).join(', ');
    throw new KedgeError('FILE_NOT_FOUND', `${path} is not among ${name} (${some}${map.size > 8 ? ', ...' : ''}). Give all files of the model together.`);
  };
  return { name, isLocal: true, open, stream: (path, options) => sourcePieces(() => open(path), options) };
}

/** The files of a folder that a page was given access to. */
export function directoryHandleFiles(folder: FileSystemDirectoryHandle): FileSet {
  const open = async (path: string): Promise<RandomAccessSource> => {
    const parts = safePath(path).split('/');
    const last = parts.pop() ?? '';
    try {
      let place = folder;
      for (const part of parts) place = await place.getDirectoryHandle(part);
      return await openSource(await (await place.getFileHandle(last)).getFile(), { name: path });
    } catch (cause) {
      if (cause instanceof KedgeError) throw cause;
      throw new KedgeError('FILE_NOT_FOUND', `${path} could not be opened in the folder ${folder.name}. Check that all files of the model are in it.`, { cause });
    }
  };
  return { name: folder.name, isLocal: true, open, stream: (path, options) => sourcePieces(() => open(path), options) };
}

/** The files that lie beside one file, which is named by a path or URL. */
export function filesBeside(file: string | URL): FileSet {
  if (locationKind(file) === 'http') return urlFiles(file);
  return folderFiles(nodeBuiltin('node:path').dirname(toPath(file)));
}

/**
 * A path out of a file, which must not lead out of the folder.
 *
 * @returns The path without `./` and doubled slashes.
 * @throws {KedgeError} `UNSAFE_PATH`.
 */
export function safePath(path: string): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  const leads = /^[/\\]/.test(path) || /^[a-z]:|^[a-z][a-z0-9+.-]*:\/\//i.test(path) || path.includes('\0') || path.split(/[/\\]/).includes('..');
  if (leads || parts.length === 0) {
    throw new KedgeError('UNSAFE_PATH', `Expected the path of a file beside the model, got ${JSON.stringify(path.slice(0, 200))}, which leads elsewhere. Refused.`);
  }
  return parts.join('/');
}

async function* sourcePieces(open: () => Promise<RandomAccessSource>, options: HttpOptions = {}): AsyncGenerator<Uint8Array, void, undefined> {
  const source = await open();
  try {
    for (let at = 0; at < source.size; at += PIECE) {
      const piece = await source.read(at, Math.min(PIECE, source.size - at), options.signal);
      options.onBytes?.(piece.length);
      yield piece;
    }
  } finally {
    await source.close();
  }
}

function byName(files: Iterable<File>): Map<string, Blob> {
  return new Map(Array.from(files, (file) => [file.webkitRelativePath || file.name, file]));
}

/** By its path; else by the end of its path, where only one file ends so (a page may give names with or without folder). */
function find<T>(files: ReadonlyMap<string, T>, path: string): T | undefined {
  const exact = files.get(path);
  if (exact !== undefined) return exact;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const byEnd = [...files.keys()].filter((key) => key.endsWith(`/${path}`));
  const candidates = byEnd.length > 0 ? byEnd : [...files.keys()].filter((key) => key === name || key.endsWith(`/${name}`));
  return candidates.length === 1 ? files.get(candidates[0] as string) : undefined;
}
