import { KedgeError, sizeOf, type NumericTensor, type Tensor } from '@kedge/graph-core';
import { encodeTexts, textType } from './npy-text.js';

/*
 * The .npy format, version 1.0 to 3.0: the magic bytes, two bytes of version, the length of the header (2 bytes in version 1,
 * else 4, little endian), the header as a Python dictionary literal, and the data. Source: numpy.lib.format's documentation.
 */

const MAGIC = '\x93NUMPY';

/** A `.npy` file that cannot be read (`CORRUPT_NPY`). */
export class NpyError extends KedgeError {
  constructor(message: string) {
    super('CORRUPT_NPY', message);
  }
}

type Decode = (view: DataView, count: number) => NumericTensor['data'];

const floats = (read: (view: DataView, i: number) => number): Decode => (view, count) => Float32Array.from({ length: count }, (_, i) => read(view, i));
const integers = (read: (view: DataView, i: number) => number): Decode => (view, count) => Int32Array.from({ length: count }, (_, i) => read(view, i));

/** Types that are read: bytes per element, what they become, and how. 64-bit integers must fit in 32. */
const TYPES: Readonly<Record<string, { readonly bytes: number; readonly dtype: NumericTensor['dtype']; readonly decode: Decode }>> = {
  '<f4': { bytes: 4, dtype: 'float32', decode: floats((view, i) => view.getFloat32(i * 4, true)) },
  '<f8': { bytes: 8, dtype: 'float32', decode: floats((view, i) => view.getFloat64(i * 8, true)) },
  '<i4': { bytes: 4, dtype: 'int32', decode: integers((view, i) => view.getInt32(i * 4, true)) },
  '<i8': { bytes: 8, dtype: 'int32', decode: integers((view, i) => fitting(view.getBigInt64(i * 8, true))) },
  '|u1': { bytes: 1, dtype: 'uint8', decode: (view, count) => Uint8Array.from({ length: count }, (_, i) => view.getUint8(i)) },
  '|b1': { bytes: 1, dtype: 'bool', decode: (view, count) => Uint8Array.from({ length: count }, (_, i) => (view.getUint8(i) === 0 ? 0 : 1)) },
};

function fitting(value: bigint): number {
  if (value < -(2n ** 31n) || value >= 2n ** 31n) throw new NpyError(`Expected 64-bit integers that fit in 32 bits, got ${value}.`);
  return Number(value);
}

function readHeader(bytes: Uint8Array, name: string): { descr: string; shape: number[]; start: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = String.fromCharCode(...bytes.subarray(0, 6));
  if (magic !== MAGIC || bytes.length < 12) throw new NpyError(`${name}: expected a .npy file, as numpy.save writes it; its first bytes are not.`);
  const isShort = view.getUint8(6) === 1;
  const start = (isShort ? 10 + view.getUint16(8, true) : 12 + view.getUint32(8, true));
  const text = new TextDecoder('latin1').decode(bytes.subarray(isShort ? 10 : 12, start));
  const descr = /'descr':\s*'([^']+)'/.exec(text)?.[1];
  const isFortran = /'fortran_order':\s*True/.test(text);
  const shape = /'shape':\s*\(([^)]*)\)/.exec(text)?.[1];
  if (descr === undefined || shape === undefined || start > bytes.length) throw new NpyError(`${name}: the header of the .npy file is damaged.`);
  if (isFortran) throw new NpyError(`${name}: is in Fortran order. Save it with numpy.save(file, numpy.ascontiguousarray(x)).`);
  return { descr, shape: shape.split(',').filter((dim) => dim.trim() !== '').map(Number), start };
}

/** Strings may take no bytes at all, so that their number is not held by the size of the file. */
const MOST_ELEMENTS = 2 ** 31;

/**
 * Reads a `.npy` file. float64 becomes float32, int64 becomes int32.
 *
 * @param name For messages.
 * @throws {NpyError}
 */
export function decodeNpy(bytes: Uint8Array, name: string): Tensor {
  const { descr, shape, start } = readHeader(bytes, name);
  const text = textType(descr);
  const type = Object.hasOwn(TYPES, descr) ? TYPES[descr] : undefined;
  if (type === undefined && text === undefined) {
    throw new NpyError(`${name}: expected numbers of the types ${Object.keys(TYPES).join(', ')}, or strings (<U, |S), got ${descr}. Convert it with x.astype('float32'), strings with x.astype('U').`);
  }
  const count = sizeOf(shape);
  const size = count * (type?.bytes ?? text?.bytes ?? 0);
  if (!Number.isSafeInteger(count) || count > MOST_ELEMENTS || bytes.length - start !== size) {
    throw new NpyError(`${name}: expected ${size} bytes of data for shape (${shape.join(', ')}), got ${bytes.length - start}. The file is truncated or damaged.`);
  }
  if (text !== undefined) return { data: text.decode(bytes.subarray(start), count), shape, dtype: 'string' };
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, bytes.length - start);
  return { data: type?.decode(view, count), shape, dtype: type?.dtype } as NumericTensor;
}

const DESCR: Readonly<Record<NumericTensor['dtype'], string>> = { float32: '<f4', int32: '<i4', uint8: '|u1', bool: '|b1' };

/** Writes a tensor as a `.npy` file, version 1.0; strings as code points (`<U`). */
export function encodeNpy(tensor: Tensor): Uint8Array {
  const { descr, data } = tensor.dtype === 'string' ? encodeTexts(tensor.data) : { descr: DESCR[tensor.dtype], data: tensor.data };
  const dims = tensor.shape.length === 1 ? `${tensor.shape[0]},` : tensor.shape.join(', ');
  const dictionary = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${dims}), }`;
  // The data begins at a multiple of 64 bytes, and the header ends in a line feed.
  const length = Math.ceil((10 + dictionary.length + 1) / 64) * 64 - 10;
  const header = `${dictionary.padEnd(length - 1)}\n`;
  const bytes = new Uint8Array(10 + length + data.byteLength);
  bytes.set([...MAGIC].map((char) => char.charCodeAt(0)));
  bytes.set([1, 0, length & 255, length >> 8], 6);
  bytes.set(new TextEncoder().encode(header), 10);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), 10 + length);
  return bytes;
}
