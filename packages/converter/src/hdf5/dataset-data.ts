import { CorruptFileError } from '../io/errors.js';
import { readChunks } from './chunk-index/read-chunks.js';
import type { Chunk } from './chunk-index/chunk.js';
import type { Hdf5Context } from './context.js';
import { copyRegion } from './copy-region.js';
import type { Dataspace } from './dataspace.js';
import { UnsupportedHdf5Error } from './errors.js';
import { checkFilters, undoFilters, type Filter } from './filters.js';
import type { ChunkedLayout, Layout } from './layout.js';

/** What is needed to read the elements of a dataset. */
export interface StoredData {
  readonly context: Hdf5Context;
  /** The dataset, for messages: file and path. */
  readonly what: string;
  readonly space: Dataspace;
  readonly layout: Layout;
  /** Bytes of an element in the file. */
  readonly elementSize: number;
  readonly filters: readonly Filter[];
  /** Bytes of an element that was never written; undefined for zeros. */
  readonly fill: Uint8Array | undefined;
}

/** Where elements go, and what is done to them on the way. */
export interface Target {
  /** Exactly the bytes of all elements, as they shall be; zeros at first. */
  readonly bytes: Uint8Array;
  /** Bytes of an element there. */
  readonly elementSize: number;
  /** Turns stored elements into what `bytes` shall hold; undefined where they are that already. */
  readonly convert: ((stored: Uint8Array) => Uint8Array) | undefined;
}

/** Elements that are converted at once where a whole second copy is to be avoided. */
const PIECE = 256 * 1024;

/**
 * Reads elements from a file, once what it declares was found possible.
 *
 * @throws {CorruptFileError} when less is stored than the shape needs, or the stored data is damaged.
 */
export class DataReader {
  readonly #data: StoredData;
  #chunks: Promise<readonly Chunk[]> | undefined;
  #isCounted = false;

  constructor(data: StoredData) {
    this.#data = data;
  }

  /** Reads all elements into `target`, which {@link prepare} allowed to allocate. */
  async read(target: Target, signal?: AbortSignal): Promise<void> {
    const { layout, fill, context } = this.#data;
    if (this.#data.space.count === 0) return;
    if (layout.kind === 'compact') return put(target, layout.data, 0);
    if (layout.kind === 'contiguous' && layout.address !== undefined) return this.#contiguous(layout.address, target, signal);
    if (fill) fillWith(target, fill);
    if (layout.kind === 'chunked') {
      for (const chunk of await this.#listChunks(layout)) {
        (signal ?? context.signal)?.throwIfAborted();
        await this.#chunk(layout, chunk, target, signal);
      }
    }
  }

  /** Checks everything that can be known before memory is taken for the elements. */
  async prepare(): Promise<void> {
    const { context, what, space, layout, elementSize, filters, fill } = this.#data;
    const size = space.count * elementSize;
    if (layout.kind === 'virtual') throw new UnsupportedHdf5Error(`${what}: is a virtual dataset, whose data lies in other files, which is not read. Copy it into a plain dataset.`);
    if (fill && fill.length !== elementSize) throw new CorruptFileError(`${what}: has a fill value of ${fill.length} bytes for elements of ${elementSize}. The file is damaged; get it again.`);
    if (layout.kind === 'compact') checkStored(what, size, layout.data.length);
    if (layout.kind === 'contiguous' && layout.address !== undefined) {
      checkStored(what, size, layout.size ?? size);
      context.checkRange(layout.address, size, `block of data of ${what}`);
    }
    let unpacked = size;
    if (layout.kind === 'chunked') {
      checkFilters(filters, what);
      checkChunked(what, space, layout, elementSize);
      unpacked = Math.max(size, chunkSize(layout) * (await this.#listChunks(layout)).length);
    }
    if (!this.#isCounted) context.countContent(unpacked, what);
    this.#isCounted = true;
  }

  async #contiguous(address: number, target: Target, signal?: AbortSignal): Promise<void> {
    const { context, what, space, elementSize } = this.#data;
    const place = `block of data of ${what}`;
    if (!target.convert) return context.readDataInto(target.bytes, address, place, signal);
    for (let from = 0; from < space.count; from += PIECE) {
      const count = Math.min(PIECE, space.count - from);
      put(target, await context.readData(address + from * elementSize, count * elementSize, place, signal), from);
    }
  }

  #listChunks(layout: ChunkedLayout): Promise<readonly Chunk[]> {
    const { context, space, filters, what } = this.#data;
    this.#chunks ??= readChunks(context, space, layout, filters.length > 0, what);
    return this.#chunks;
  }

  async #chunk(layout: ChunkedLayout, chunk: Chunk, target: Target, signal?: AbortSignal): Promise<void> {
    const { context, what, space, elementSize } = this.#data;
    const isEdge = chunk.start.some((at, axis) => at + (layout.chunkDims[axis] as number) > (space.dims[axis] as number));
    const filters = layout.plainEdges && isEdge ? [] : this.#data.filters;
    const stored = await context.readData(chunk.address, chunk.storedSize, `chunk of ${what}`, signal);
    const plain = undoFilters(stored, filters, chunk.filterMask, chunkSize(layout), what, context.shape.base + chunk.address);
    const converted = target.convert ? target.convert(plain) : plain;
    copyRegion(converted, layout.chunkDims, chunk.start, target.bytes, space.dims, target.convert ? target.elementSize : elementSize);
  }
}

function chunkSize(layout: ChunkedLayout): number {
  return layout.chunkDims.reduce((product, dim) => product * dim, layout.elementSize);
}

function checkStored(what: string, needed: number, stored: number): void {
  if (needed > stored) throw new CorruptFileError(`${what}: declares ${needed} bytes and stores ${stored}. The file is damaged; get it again.`);
}

function checkChunked(what: string, space: Dataspace, layout: ChunkedLayout, elementSize: number): void {
  if (layout.chunkDims.length === space.dims.length && layout.elementSize === elementSize) return;
  throw new CorruptFileError(
    `${what}: has the shape [${space.dims.join(', ')}] with elements of ${elementSize} bytes, and chunks of the shape [${layout.chunkDims.join(', ')}] with ${layout.elementSize}. The file is damaged; get it again.`,
  );
}

/** Puts stored elements to their place, the first of them at element `from`. */
function put({ bytes, elementSize, convert }: Target, stored: Uint8Array, from: number): void {
  if (!convert) bytes.set(stored.subarray(0, bytes.length - from * elementSize), from * elementSize);
  else bytes.set(convert(stored).subarray(0, bytes.length - from * elementSize), from * elementSize);
}

function fillWith({ bytes, convert }: Target, fill: Uint8Array): void {
  const element = convert ? convert(fill) : fill;
  if (element.every((byte) => byte === 0)) return;
  bytes.set(element.subarray(0, bytes.length));
  for (let done = element.length; done < bytes.length; done *= 2) bytes.copyWithin(done, 0, Math.min(done, bytes.length - done));
}
