import { walkBtree1 } from '../btree1.js';
import { walkBtree2 } from '../btree2.js';
import type { Hdf5Context } from '../context.js';
import type { Chunk } from './chunk.js';
import { readElement, type ElementFormat } from './element.js';

/** Chunks in a B-tree of version 1: the only index before HDF5 1.10 (specification, III.A.1). */
export async function* btree1Chunks(context: Hdf5Context, address: number, rank: number): AsyncGenerator<Chunk, void, undefined> {
  for await (const { key, child } of walkBtree1(context, address, 1, 8 + 8 * (rank + 1))) {
    const [storedSize, filterMask] = [key.u32(), key.u32()];
    const start = Array.from({ length: rank }, () => key.uint(8));
    yield { start, address: child, storedSize, filterMask };
  }
}

/** Chunks in a B-tree of version 2, for datasets that can grow in several dimensions (record types 10 and 11). */
export async function* btree2Chunks(context: Hdf5Context, address: number, format: ElementFormat, chunkDims: readonly number[]): AsyncGenerator<Chunk, void, undefined> {
  for await (const record of walkBtree2(context, address, format.isFiltered ? 11 : 10)) {
    const element = readElement(context, record, format);
    const start = chunkDims.map((dim) => record.uint(8) * dim);
    if (element) yield { start, ...element };
  }
}
