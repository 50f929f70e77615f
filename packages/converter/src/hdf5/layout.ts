import type { ByteReader } from '../io/byte-reader.js';
import type { Hdf5Context } from './context.js';

/** How to find the chunks of a chunked dataset. */
export type ChunkIndex =
  | { readonly kind: 'btree1' | 'implicit' | 'btree2' }
  | { readonly kind: 'single'; readonly storedSize: number | undefined; readonly filterMask: number }
  | { readonly kind: 'fixedArray' | 'extensibleArray' };

/** How the data of a dataset is laid out in the file. */
export type Layout =
  | { readonly kind: 'compact'; readonly data: Uint8Array }
  | { readonly kind: 'contiguous'; readonly address: number | undefined; readonly size: number | undefined }
  | ChunkedLayout
  | { readonly kind: 'virtual' };

/** Data in pieces of equal shape, each stored for itself. */
export interface ChunkedLayout {
  readonly kind: 'chunked';
  readonly address: number | undefined;
  readonly chunkDims: readonly number[];
  readonly elementSize: number;
  readonly index: ChunkIndex;
  /** Whether chunks that reach over the edge of the dataset are stored without filters. */
  readonly plainEdges: boolean;
  /** Width of the stored size in an index of filtered chunks; undefined where it follows from the chunk's size. */
  readonly sizeWidth: number | undefined;
}

/** Reads a data layout (specification, IV.A.2.i; versions 1 to 5). */
export function readLayout(context: Hdf5Context, reader: ByteReader): Layout {
  const version = reader.u8();
  if (version === 1 || version === 2) return readOld(context, reader);
  if (version < 3 || version > 5) throw reader.corrupt(`has a layout of version ${version} instead of 1 to 5`, 0);
  const kind = reader.u8();
  switch (kind) {
    case 0:
      return { kind: 'compact', data: reader.slice(reader.u16()) };
    case 1:
      return { kind: 'contiguous', address: context.address(reader), size: context.length(reader) };
    case 2:
      return version === 3 ? readChunked3(context, reader) : readChunked4(context, reader, version);
    case 3:
      return { kind: 'virtual' };
    default:
      throw reader.corrupt(`has a layout of the unknown class ${kind}`, 1);
  }
}

function readOld(context: Hdf5Context, reader: ByteReader): Layout {
  const rank = reader.u8();
  const kind = reader.u8();
  reader.skip(5);
  if (kind === 0) {
    reader.skip(rank * 4);
    return { kind: 'compact', data: reader.slice(reader.u32()) };
  }
  const address = context.address(reader);
  if (kind === 1) return { kind: 'contiguous', address, size: undefined };
  if (kind !== 2) throw reader.corrupt(`has a layout of the unknown class ${kind}`, 2);
  return chunked(reader, address, readDims(reader, rank, 4), { kind: 'btree1' });
}

function readChunked3(context: Hdf5Context, reader: ByteReader): Layout {
  const rank = reader.u8();
  const address = context.address(reader);
  return chunked(reader, address, readDims(reader, rank, 4), { kind: 'btree1' });
}

function readChunked4(context: Hdf5Context, reader: ByteReader, version: number): Layout {
  const flags = reader.u8();
  const rank = reader.u8();
  const width = reader.u8();
  if (width < 1 || width > 8) throw reader.corrupt(`stores the shape of its chunks in ${width} bytes each`, reader.position - 1);
  const dims = readDims(reader, rank, width);
  const index = readIndex(context, reader, flags);
  const layout = chunked(reader, context.address(reader), dims, index);
  return { ...layout, plainEdges: (flags & 1) === 1, sizeWidth: version === 5 ? context.shape.lengthSize : undefined };
}

function readIndex(context: Hdf5Context, reader: ByteReader, flags: number): ChunkIndex {
  const kind = reader.u8();
  switch (kind) {
    case 1: {
      const isFiltered = (flags & 2) !== 0;
      return { kind: 'single', storedSize: isFiltered ? context.length(reader) : undefined, filterMask: isFiltered ? reader.u32() : 0 };
    }
    case 2:
      return { kind: 'implicit' };
    case 3:
      reader.skip(1);
      return { kind: 'fixedArray' };
    case 4:
      reader.skip(5);
      return { kind: 'extensibleArray' };
    case 5:
      reader.skip(6);
      return { kind: 'btree2' };
    default:
      throw reader.corrupt(`has a chunk index of the unknown type ${kind}`, reader.position - 1);
  }
}

function readDims(reader: ByteReader, rank: number, width: number): number[] {
  return Array.from({ length: rank }, () => reader.uint(width));
}

/** The last of the stored dimensions is the size of an element. */
function chunked(reader: ByteReader, address: number | undefined, dims: readonly number[], index: ChunkIndex): ChunkedLayout {
  const elementSize = dims.at(-1) ?? 0;
  const bytes = dims.reduce((product, dim) => product * dim, 1);
  if (dims.length < 2 || bytes === 0 || !Number.isSafeInteger(bytes)) throw reader.corrupt(`has chunks of an impossible shape [${dims.join(', ')}]`);
  return { kind: 'chunked', address, chunkDims: dims.slice(0, -1), elementSize, index, plainEdges: false, sizeWidth: undefined };
}
