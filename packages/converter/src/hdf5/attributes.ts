import type { ByteReader } from '../io/byte-reader.js';
import { walkBtree2 } from './btree2.js';
import type { Hdf5Context } from './context.js';
import type { Dataspace } from './dataspace.js';
import type { Datatype } from './datatype.js';
import { UnsupportedHdf5Error } from './errors.js';
import { FractalHeap } from './fractal-heap.js';
import { MESSAGE, type ObjectHeader } from './object-header.js';
import { readMaybeSharedDataspace, readMaybeSharedDatatype } from './shared-message.js';

const UTF8 = /* @__PURE__ */ new TextDecoder();

/** An attribute as the file has it; its value is decoded when asked for. */
export interface RawAttribute {
  readonly type: Datatype;
  readonly space: Dataspace;
  readonly data: Uint8Array;
  /** Reader of the whole attribute, for the place in errors. */
  readonly reader: ByteReader;
}

const BTREE2_ATTRIBUTES_BY_NAME = 8;

/** Finds all attributes of an object by name, whether they stand in its header or in a heap; none is decoded yet. */
export async function readAttributes(context: Hdf5Context, header: ObjectHeader): Promise<ReadonlyMap<string, ByteReader>> {
  const attributes = new Map<string, ByteReader>();
  const add = (reader: ByteReader): void => {
    context.countEntries(1, 'attribute');
    attributes.set(readName(reader), reader);
  };
  for (const message of header.messages) {
    if (message.type !== MESSAGE.attribute) continue;
    if (message.flags & 2) throw sharedAttribute(context);
    add(header.reader(message, 'attribute'));
  }
  const info = header.first(MESSAGE.attributeInfo);
  if (info) for await (const reader of denseAttributes(context, header.reader(info, 'attributes'))) add(reader);
  return attributes;
}

/** Reads type, shape and bytes of an attribute (specification, IV.A.2.m; versions 1 to 3). */
export async function readAttribute(context: Hdf5Context, reader: ByteReader): Promise<RawAttribute> {
  const { version, flags, nameSize, typeSize, spaceSize } = readHead(reader);
  const pad = (size: number): number => (version === 1 ? Math.ceil(size / 8) * 8 : size);
  reader.skip(pad(nameSize));
  const typePart = reader.part(pad(typeSize));
  const spacePart = reader.part(pad(spaceSize));
  const type = await readMaybeSharedDatatype(context, typePart, (flags & 1) !== 0);
  const space = await readMaybeSharedDataspace(context, spacePart, (flags & 2) !== 0);
  const size = space.count * type.size;
  if (!(size <= reader.remaining)) throw reader.corrupt(`declares ${size} bytes and stores ${reader.remaining}`);
  return { type, space, data: reader.slice(size), reader };
}

function readHead(reader: ByteReader) {
  reader.position = 0;
  const version = reader.u8();
  if (version < 1 || version > 3) throw reader.corrupt(`has version ${version} instead of 1 to 3`, 0);
  const flags = reader.u8() & (version === 1 ? 0 : 3);
  const [nameSize, typeSize, spaceSize] = [reader.u16(), reader.u16(), reader.u16()];
  reader.skip(version === 3 ? 1 : 0);
  return { version, flags, nameSize, typeSize, spaceSize };
}

function readName(reader: ByteReader): string {
  const { nameSize } = readHead(reader);
  const bytes = reader.slice(nameSize);
  const end = bytes.indexOf(0);
  return UTF8.decode(end < 0 ? bytes : bytes.subarray(0, end));
}

async function* denseAttributes(context: Hdf5Context, info: ByteReader): AsyncGenerator<ByteReader, void, undefined> {
  info.skip(1);
  info.skip(info.u8() & 1 ? 2 : 0);
  const heapAddress = context.address(info);
  const treeAddress = context.address(info);
  if (heapAddress === undefined || treeAddress === undefined) return;
  const heap = await FractalHeap.open(context, heapAddress);
  for await (const record of walkBtree2(context, treeAddress, BTREE2_ATTRIBUTES_BY_NAME)) {
    const object = await heap.object(record);
    if (record.u8() & 2) throw sharedAttribute(context);
    yield object;
  }
}

function sharedAttribute(context: Hdf5Context): UnsupportedHdf5Error {
  return new UnsupportedHdf5Error(`${context.name}: keeps attributes in a table of shared messages, which is not read. Save the file with libver='earliest'.`);
}
