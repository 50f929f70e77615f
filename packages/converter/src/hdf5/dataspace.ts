import type { ByteReader } from '../io/byte-reader.js';
import type { Hdf5Context } from './context.js';

/** The shape of a dataset or attribute. */
export interface Dataspace {
  /** `null` holds no element at all, not even a scalar. */
  readonly kind: 'scalar' | 'simple' | 'null';
  readonly dims: readonly number[];
  /** How far each dimension may grow; Infinity for without limit. */
  readonly maxDims: readonly number[];
  /** Number of elements. */
  readonly count: number;
}

const MOST_DIMS = 32;

/** Reads a dataspace (specification, IV.A.2.b; versions 1 and 2). */
export function readDataspace(context: Hdf5Context, reader: ByteReader): Dataspace {
  const version = reader.u8();
  const rank = reader.u8();
  const flags = reader.u8();
  if (version !== 1 && version !== 2) throw reader.corrupt(`has a dataspace of version ${version} instead of 1 or 2`, 0);
  if (rank > MOST_DIMS) throw reader.corrupt(`has ${rank} dimensions, and HDF5 allows ${MOST_DIMS}`, 1);
  const type = reader.u8();
  reader.skip(version === 1 ? 4 : 0);
  if (version === 2 && type === 2) return { kind: 'null', dims: [], maxDims: [], count: 0 };
  const dims = Array.from({ length: rank }, () => context.length(reader));
  const maxDims = flags & 1 ? dims.map(() => reader.optionalUint(context.shape.lengthSize) ?? Infinity) : dims;
  const count = dims.reduce((product, dim) => product * dim, 1);
  if (!Number.isSafeInteger(count)) throw reader.corrupt(`has a shape [${dims.join(', ')}] with more elements than can be counted`);
  if (dims.some((dim, axis) => dim > (maxDims[axis] ?? dim))) throw reader.corrupt(`has a shape [${dims.join(', ')}] beyond its own limit [${maxDims.join(', ')}]`);
  return { kind: rank === 0 ? 'scalar' : 'simple', dims, maxDims, count };
}
