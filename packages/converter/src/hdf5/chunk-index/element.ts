import type { ByteReader } from '../../io/byte-reader.js';
import type { Hdf5Context } from '../context.js';
import type { Chunk } from './chunk.js';

/** How an index stores one chunk: its address and, where there are filters, its size and which filters were left out. */
export interface ElementFormat {
  readonly isFiltered: boolean;
  /** Bytes of the stored size. */
  readonly sizeWidth: number;
  /** Bytes of a chunk without filters. */
  readonly chunkSize: number;
}

/** Bytes of an element in an index of the given format. */
export function elementSize(context: Hdf5Context, format: ElementFormat): number {
  return context.shape.offsetSize + (format.isFiltered ? format.sizeWidth + 4 : 0);
}

/** Reads an element; undefined for a chunk that was never written. */
export function readElement(context: Hdf5Context, reader: ByteReader, format: ElementFormat): Omit<Chunk, 'start'> | undefined {
  const address = context.address(reader);
  const storedSize = format.isFiltered ? reader.uint(format.sizeWidth) : format.chunkSize;
  const filterMask = format.isFiltered ? reader.u32() : 0;
  return address === undefined ? undefined : { address, storedSize, filterMask };
}

/** Width of the stored size where the layout does not give it: one byte more than the plain size would need. */
export function defaultSizeWidth(chunkSize: number): number {
  return Math.min(8, 1 + Math.floor((Math.floor(Math.log2(chunkSize)) + 8) / 8));
}
