import { UnsupportedFormatError, CorruptFileError } from '../io/errors.js';
import { isJsonObject, parseJsonBytes, type JsonObject } from '../io/json.js';
import type { RandomAccessSource } from '../io/source.js';
import { ZipArchive } from '../io/zip.js';
import { openHdf5 } from '../hdf5/open.js';
import { emptyNode } from '../weights/store.js';
import { dialectOfVersion, type ModelFile } from './model-file.js';
import { readStore, storedOptimizer, storedTree } from './read-store.js';

const WEIGHTS = 'model.weights.h5';

/**
 * Opens a `.keras` archive, of Keras 3 or of TF 2.12 to 2.15. No array is read.
 *
 * @throws {CorruptFileError} when it is damaged; {@link UnsupportedFormatError} for weights in another form than HDF5.
 */
export async function readKeras(source: RandomAccessSource, signal?: AbortSignal): Promise<ModelFile> {
  const archive = await ZipArchive.open(source, signal);
  const config = await jsonMember(archive, source.name, 'config.json', signal);
  const metadata = archive.has('metadata.json') ? await jsonMember(archive, source.name, 'metadata.json', signal) : {};
  const { keras_version: version } = metadata;
  const kerasVersion = typeof version === 'string' ? version : undefined;
  return {
    name: source.name,
    format: 'keras',
    config,
    dialect: dialectOfVersion(kerasVersion),
    kerasVersion,
    backend: undefined,
    trainingConfig: config['compile_config'],
    metadata: undefined,
    assets: (path) => readAssets(archive, path, signal),
    ...(await readWeights(archive, source.name, signal)),
    close: () => source.close(),
  };
}

async function jsonMember(archive: ZipArchive, file: string, name: string, signal?: AbortSignal): Promise<JsonObject> {
  const json = parseJsonBytes(await archive.bytes(name, signal), `${file}:${name}`);
  if (!isJsonObject(json)) throw new CorruptFileError(`${file}: expected an object in ${name}. The file is damaged; get it again.`);
  return json;
}

async function readWeights(archive: ZipArchive, file: string, signal?: AbortSignal): Promise<Pick<ModelFile, 'weights' | 'optimizer'>> {
  if (!archive.has(WEIGHTS)) {
    const other = archive.names.find((name) => /weights/.test(name));
    if (other === undefined) return { weights: undefined };
    throw new UnsupportedFormatError('weights', `${file}: expected the weights in ${WEIGHTS}, got ${other}, which is not read. Load it in Keras and save it again without weights_format and without shards.`);
  }
  await archive.check(WEIGHTS, signal);
  const { root: group } = await openHdf5(await archive.source(WEIGHTS, signal), { signal });
  const root = emptyNode();
  await readStore(group, file, root);
  return { weights: storedTree(root), ...storedOptimizer(root) };
}

/** The text files that lie in a layer's folder. */
async function readAssets(archive: ZipArchive, path: string, signal?: AbortSignal): Promise<ReadonlyMap<string, string>> {
  const prefix = `assets/${path}`;
  const files = new Map<string, string>();
  for (const member of archive.names) {
    const name = member.slice(prefix.length);
    if (!member.startsWith(prefix) || name === '' || name.includes('/')) continue;
    files.set(name, new TextDecoder().decode(await archive.bytes(member, signal)));
  }
  return files;
}
