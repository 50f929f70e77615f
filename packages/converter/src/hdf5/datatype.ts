import type { ByteReader } from '../io/byte-reader.js';

const UTF8 = /* @__PURE__ */ new TextDecoder();

/** Names of the types whose elements are numbers. */
export type NumberType =
  | 'float16' | 'bfloat16' | 'float32' | 'float64'
  | 'int8' | 'int16' | 'int32' | 'int64'
  | 'uint8' | 'uint16' | 'uint32' | 'uint64'
  | 'bool';

/** The type of one element as the file has it. */
export type Datatype =
  | { readonly kind: 'number'; readonly name: NumberType; readonly size: number; readonly bigEndian: boolean }
  /** Text of a fixed number of bytes; `padding` says how its end is marked. */
  | { readonly kind: 'fixedString'; readonly size: number; readonly padding: 'nullTerminated' | 'nullPadded' | 'spacePadded' }
  /** Text of any length, kept in a global heap. */
  | { readonly kind: 'variableString'; readonly size: number }
  /** Bytes without meaning to HDF5. Keras stores bfloat16 so, with an attribute that says it. */
  | { readonly kind: 'opaque'; readonly size: number }
  /** A type that is not read; `name` is for messages. */
  | { readonly kind: 'other'; readonly size: number; readonly name: string };

const OTHER_CLASSES: Record<number, string> = { 2: 'time', 4: 'bit field', 6: 'compound', 7: 'reference', 10: 'array', 11: 'complex number' };

/**
 * Reads a datatype (specification, IV.A.2.d). A type that is not supported becomes `other` and no error, because it
 * matters only to who wants the data.
 */
export function readDatatype(reader: ByteReader): Datatype {
  const start = reader.position;
  const classAndVersion = reader.u8();
  const version = classAndVersion >> 4;
  const flags = reader.uint(3);
  const size = reader.u32();
  if (version < 1 || version > 5) throw reader.corrupt(`has a datatype of version ${version} instead of 1 to 5`, start);
  if (size === 0) throw reader.corrupt('has a datatype of no bytes', start);
  switch (classAndVersion & 0x0f) {
    case 0:
      return readInteger(reader, flags, size);
    case 1:
      return readFloat(reader, flags, size);
    case 3:
      return { kind: 'fixedString', size, padding: (['nullTerminated', 'nullPadded', 'spacePadded'] as const)[flags & 15] ?? 'nullTerminated' };
    case 5:
      return { kind: 'opaque', size };
    case 8:
      return readEnum(reader, flags & 0xffff, size, version);
    case 9:
      return (flags & 15) === 1 ? { kind: 'variableString', size } : { kind: 'other', size, name: 'variable-length sequence' };
    default:
      return { kind: 'other', size, name: OTHER_CLASSES[classAndVersion & 0x0f] ?? `class ${classAndVersion & 0x0f}` };
  }
}

/** The type's name for messages and for users: `float32`, `string`, `compound`, ... */
export function datatypeName(type: Datatype): string {
  switch (type.kind) {
    case 'fixedString':
    case 'variableString':
      return 'string';
    case 'opaque':
      return 'opaque';
    default:
      return type.name;
  }
}

function readInteger(reader: ByteReader, flags: number, size: number): Datatype {
  const [bitOffset, precision] = [reader.u16(), reader.u16()];
  const name = `${flags & 8 ? 'int' : 'uint'}${size * 8}`;
  if (![1, 2, 4, 8].includes(size) || bitOffset !== 0 || precision !== size * 8) return { kind: 'other', size, name: `${precision}-bit integer in ${size} bytes` };
  return { kind: 'number', name: name as NumberType, size, bigEndian: (flags & 1) === 1 };
}

/** Exponent bits, mantissa bits and exponent bias of the floating-point types that are read. */
const FLOATS: Record<string, NumberType> = { '2,5,10,15': 'float16', '2,8,7,127': 'bfloat16', '4,8,23,127': 'float32', '8,11,52,1023': 'float64' };

function readFloat(reader: ByteReader, flags: number, size: number): Datatype {
  const [bitOffset, precision] = [reader.u16(), reader.u16()];
  const [exponentAt, exponentBits, mantissaAt, mantissaBits] = [reader.u8(), reader.u8(), reader.u8(), reader.u8()];
  const bias = reader.u32();
  const name = FLOATS[`${size},${exponentBits},${mantissaBits},${bias}`];
  const impliedOne = ((flags >> 4) & 3) === 2;
  const isUsual = bitOffset === 0 && precision === size * 8 && mantissaAt === 0 && exponentAt === mantissaBits && impliedOne;
  const isVax = (flags & 0x40) !== 0;
  const signIsFirst = ((flags >> 8) & 0xff) === size * 8 - 1;
  if (!name || !isUsual || isVax || !signIsFirst) return { kind: 'other', size, name: `${precision}-bit floating-point number in ${size} bytes` };
  return { kind: 'number', name, size, bigEndian: (flags & 1) === 1 };
}

/** h5py writes booleans as an enumeration of FALSE = 0 and TRUE = 1; any other enumeration is its numbers. */
function readEnum(reader: ByteReader, count: number, size: number, version: number): Datatype {
  const baseClass = (reader.bytes[reader.position] ?? 0) & 15;
  const base = baseClass === 0 ? readDatatype(reader) : undefined;
  if (base?.kind !== 'number') return { kind: 'other', size, name: 'enumeration' };
  const names = Array.from({ length: count }, () => readMemberName(reader, version));
  const values = reader.slice(count * base.size);
  const isBool = base.size === 1 && names.join() === 'FALSE,TRUE' && values[0] === 0 && values[1] === 1;
  return isBool ? { ...base, name: 'bool' } : base;
}

function readMemberName(reader: ByteReader, version: number): string {
  const start = reader.position;
  while (reader.u8() !== 0);
  const length = reader.position - start;
  const name = UTF8.decode(reader.bytes.subarray(start, start + length - 1));
  if (version < 3) reader.skip((8 - (length % 8)) % 8);
  return name;
}
