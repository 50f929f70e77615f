import { CorruptFileError } from '../../io/errors.js';
import type { Hdf5Context } from '../context.js';
import type { Dataspace } from '../dataspace.js';
import type { ChunkedLayout } from '../layout.js';
import { btree1Chunks, btree2Chunks } from './btree-chunks.js';
import type { Chunk } from './chunk.js';
import { defaultSizeWidth, type ElementFormat } from './element.js';
import { extensibleArrayChunks } from './extensible-array.js';
import { fixedArrayChunks } from './fixed-array.js';
import { ChunkGrid } from './grid.js';

/**
 * Lists the stored chunks of a dataset that lie within its shape, whatever index the file uses.
 *
 * @throws {CorruptFileError} when a chunk is listed twice or does not lie on the grid.
 */
export async function readChunks(context: Hdf5Context, space: Dataspace, layout: ChunkedLayout, isFiltered: boolean, dataset: string): Promise<Chunk[]> {
  if (layout.address === undefined || space.count === 0) return [];
  const chunks: Chunk[] = [];
  const seen = new Set<string>();
  for await (const chunk of listed(context, space, layout, layout.address, isFiltered, dataset)) {
    const isOnGrid = chunk.start.every((at, axis) => at % (layout.chunkDims[axis] as number) === 0);
    const key = chunk.start.join();
    if (!isOnGrid || seen.has(key)) throw new CorruptFileError(`${dataset}: its chunk index names ${seen.has(key) ? 'a chunk twice' : 'a chunk off the grid'}, at [${key}]. The file is damaged; get it again.`);
    seen.add(key);
    // What was cut off when a dataset shrank may still be listed.
    if (chunk.start.every((at, axis) => at < (space.dims[axis] as number))) chunks.push(chunk);
  }
  context.countEntries(chunks.length, dataset);
  return chunks;
}

function listed(context: Hdf5Context, space: Dataspace, layout: ChunkedLayout, address: number, isFiltered: boolean, dataset: string): AsyncIterable<Chunk> | Iterable<Chunk> {
  const chunkSize = layout.chunkDims.reduce((product, dim) => product * dim, layout.elementSize);
  const format: ElementFormat = { isFiltered, chunkSize, sizeWidth: layout.sizeWidth ?? defaultSizeWidth(chunkSize) };
  const grid = (): ChunkGrid => new ChunkGrid(space, layout, dataset);
  switch (layout.index.kind) {
    case 'btree1':
      return btree1Chunks(context, address, space.dims.length);
    case 'btree2':
      return btree2Chunks(context, address, format, layout.chunkDims);
    case 'fixedArray':
      return fixedArrayChunks(context, address, format, grid());
    case 'extensibleArray':
      return extensibleArrayChunks(context, address, format, grid());
    case 'implicit':
      return implicitChunks(address, chunkSize, grid());
    case 'single': {
      const { storedSize = chunkSize, filterMask } = layout.index;
      return [{ start: space.dims.map(() => 0), address, storedSize, filterMask }];
    }
  }
}

/** Chunks that follow each other in the file, all of them there. */
function* implicitChunks(address: number, chunkSize: number, grid: ChunkGrid): Generator<Chunk, void, undefined> {
  for (let index = 0; index < grid.count; index++) {
    yield { start: grid.start(index), address: address + index * chunkSize, storedSize: chunkSize, filterMask: 0 };
  }
}
