import { openHdf5 } from '../hdf5/open.js';
import { CorruptFileError } from '../io/errors.js';
import { safePath, type FileSet } from '../io/file-set.js';
import type { RandomAccessSource } from '../io/source.js';
import { emptyNode } from '../weights/store.js';
import type { ModelFile } from './model-file.js';
import { readStore, storedOptimizer, storedTree } from './read-store.js';
import type { ShardIndex } from './shard-index.js';

/**
 * Opens weights that Keras 3 has saved in several files (`.weights.json` and `_00000.weights.h5`, ...).
 *
 * @throws {CorruptFileError} when the index is damaged; what opening a file throws for a shard that is missing.
 */
export async function readShardedWeights(index: ShardIndex, name: string, files: FileSet, signal?: AbortSignal): Promise<ModelFile> {
  const shards = new Set<string>();
  for (const shard of Object.values(index.weight_map).flat()) {
    if (typeof shard !== 'string') throw new CorruptFileError(`${name}: expected the names of files in weight_map, got ${JSON.stringify(shard).slice(0, 80)}. Get the file again.`);
    shards.add(safePath(shard));
  }
  const open: RandomAccessSource[] = [];
  const close = async (): Promise<void> => {
    for (const source of open) await source.close();
  };
  const root = emptyNode();
  try {
    for (const shard of [...shards].sort()) {
      const source = await files.open(shard, { signal });
      open.push(source);
      await readStore((await openHdf5(source, { signal })).root, shard, root);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    name,
    format: 'weights',
    config: undefined,
    dialect: 'keras3',
    kerasVersion: undefined,
    backend: undefined,
    trainingConfig: undefined,
    metadata: undefined,
    weights: storedTree(root),
    ...storedOptimizer(root),
    close,
  };
}
