import type { ByteReader } from '../io/byte-reader.js';
import type { Hdf5Context } from './context.js';
import { readDataspace, type Dataspace } from './dataspace.js';
import { readDatatype, type Datatype } from './datatype.js';
import { UnsupportedHdf5Error } from './errors.js';
import { MESSAGE, readObjectHeader } from './object-header.js';

/** Reads a datatype that stands here, or in an object of its own that is named here (a "committed" type). */
export async function readMaybeSharedDatatype(context: Hdf5Context, reader: ByteReader, isShared: boolean): Promise<Datatype> {
  return readDatatype(isShared ? await follow(context, reader, MESSAGE.datatype) : reader);
}

/** Reads a dataspace that stands here or elsewhere. */
export async function readMaybeSharedDataspace(context: Hdf5Context, reader: ByteReader, isShared: boolean): Promise<Dataspace> {
  return readDataspace(context, isShared ? await follow(context, reader, MESSAGE.dataspace) : reader);
}

/** Finds the message that a shared message (specification, IV.A.2, "Shared Message") stands for. */
async function follow(context: Hdf5Context, reader: ByteReader, type: number): Promise<ByteReader> {
  const version = reader.u8();
  const kind = reader.u8();
  if (version < 1 || version > 3) throw reader.corrupt(`has a shared message of version ${version} instead of 1 to 3`, 0);
  if (version === 3 && kind === 1) {
    throw new UnsupportedHdf5Error(`${context.name}: keeps types in a table of shared messages, which is not read. Save the file with libver='earliest'.`);
  }
  if (version === 1) reader.skip(6);
  const header = await readObjectHeader(context, context.requiredAddress(reader, 'shared message'));
  const message = header.first(type);
  if (!message || message.flags & 2) throw reader.corrupt('names a shared message that is not there');
  return header.reader(message, reader.what.slice(context.name.length + 2));
}
