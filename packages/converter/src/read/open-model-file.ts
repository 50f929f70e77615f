import { detectFormat, findModelInFolder } from '../io/detect-format.js';
import { directoryHandleFiles, filesBeside, folderFiles, givenFiles, type FileSet } from '../io/file-set.js';
import { toPath } from '../io/file-source.js';
import { isGraphModel } from './is-graph-model.js';
import { isShardIndex } from './shard-index.js';
import { parseJsonBytes, type JsonValue } from '../io/json.js';
import { nodeBuiltin } from '../io/node.js';
import { locationKind, openSource } from '../io/open-source.js';
import type { RandomAccessSource, SourceInput } from '../io/source.js';
import type { ModelFile } from './model-file.js';
import { readModelJson } from './read-tfjs.js';

/** Files of a model by name, or the files that a page was given. */
export type ModelFiles = ReadonlyMap<string, Uint8Array | Blob> | Iterable<File>;

/**
 * Where a model can come from: a path (of a file or a folder), a URL, bytes, a Blob, the files of a tfjs model, or a folder that
 * a page was given access to.
 */
export type ModelSource = SourceInput | ModelFiles | FileSystemDirectoryHandle;

const isBytes = (source: unknown): source is SourceInput =>
  typeof source === 'string' || source instanceof URL || source instanceof Uint8Array || source instanceof ArrayBuffer || (typeof Blob !== 'undefined' && source instanceof Blob);

function isDirectoryHandle(source: object): source is FileSystemDirectoryHandle {
  return 'kind' in source && source.kind === 'directory';
}

/**
 * Opens a model file of any format that is read; the bytes tell which. The caller closes it.
 *
 * @throws KedgeError with a code that `docs/errors.md` explains.
 */
export async function openModelFile(source: ModelSource, signal?: AbortSignal): Promise<ModelFile> {
  if (!isBytes(source)) return openFromSet(source, signal);
  const isPath = locationKind(source) === 'path';
  if (isPath && (await isFolder(source as string | URL))) return openFolder(source as string | URL, signal);
  const file = await openSource(source, { signal });
  const beside = isPath || locationKind(source) === 'http' ? filesBeside(source as string | URL) : givenFiles(new Map(), file.name);
  return openOne(file, beside, signal);
}

async function isFolder(path: string | URL): Promise<boolean> {
  const stat = await nodeBuiltin('node:fs/promises').stat(toPath(path)).catch(() => undefined);
  return stat?.isDirectory() === true;
}

async function openFolder(path: string | URL, signal?: AbortSignal): Promise<ModelFile> {
  const files = folderFiles(path);
  const names = await nodeBuiltin('node:fs/promises').readdir(toPath(path));
  return openOne(await files.open(findModelInFolder(files.name, names), { signal }), files, signal);
}

async function openFromSet(source: ModelFiles | FileSystemDirectoryHandle, signal?: AbortSignal): Promise<ModelFile> {
  if (typeof source === 'object' && isDirectoryHandle(source)) {
    const files = directoryHandleFiles(source);
    const names: string[] = [];
    for await (const name of (source as unknown as { keys(): AsyncIterable<string> }).keys()) names.push(name);
    return openOne(await files.open(findModelInFolder(files.name, names), { signal }), files, signal);
  }
  const list = source instanceof Map ? [...(source as ReadonlyMap<string, unknown>).keys()] : [...(source as Iterable<File>)].map((file) => file.webkitRelativePath || file.name);
  const files = givenFiles(source);
  const bare = list.map((name) => name.split('/').at(-1) ?? name);
  const chosen = list[bare.indexOf(findModelInFolder(files.name, bare))] ?? '';
  return openOne(await files.open(chosen, { signal }), files, signal);
}

/** Opens one file of a known place; it is closed here when it cannot be read. */
async function openOne(file: RandomAccessSource, beside: FileSet, signal?: AbortSignal): Promise<ModelFile> {
  try {
    const format = await detectFormat(file, signal);
    if (format === 'hdf5') {
      // Pages that open no such file do not load the code for it.
      const { readH5 } = await import('./read-h5.js');
      return await readH5(file, signal);
    }
    if (format === 'zip') {
      const { readKeras } = await import('./read-keras.js');
      return await readKeras(file, signal);
    }
    const json = format === 'yaml' ? await readYaml(file, signal) : parseJsonBytes(await file.read(0, file.size, signal), file.name);
    await file.close();
    if (isShardIndex(json)) {
      const { readShardedWeights } = await import('./read-sharded.js');
      return await readShardedWeights(json, file.name, beside, signal);
    }
    if (isGraphModel(json)) {
      const { readGraphModel } = await import('./read-graph-model.js');
      return readGraphModel(json, file.name, beside);
    }
    return readModelJson(json, file.name, beside);
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function readYaml(file: RandomAccessSource, signal?: AbortSignal): Promise<JsonValue> {
  const { parseYaml } = await import('./read-yaml.js');
  return parseYaml(new TextDecoder().decode(await file.read(0, file.size, signal)), file.name);
}
