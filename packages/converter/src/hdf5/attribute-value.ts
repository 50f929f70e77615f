import type { RawAttribute } from './attributes.js';
import type { Hdf5Context } from './context.js';
import { convert } from './convert.js';
import { datatypeName } from './datatype.js';
import { UnsupportedHdf5Error } from './errors.js';
import type { GlobalHeaps } from './global-heap.js';
import { decodeStrings } from './text.js';

/**
 * What an attribute holds: one value for a scalar, an array (row by row) for any other shape, null for none at all.
 * Whole numbers of 64 bits beyond 2^53 lose their last digits.
 */
export type AttributeValue = null | string | number | boolean | Uint8Array | readonly string[] | readonly number[] | readonly boolean[];

/**
 * Decodes the value of an attribute.
 *
 * @throws {UnsupportedHdf5Error} for a type that is not read (compound, reference, ...), naming it.
 */
export async function decodeAttribute(context: Hdf5Context, heaps: GlobalHeaps, raw: RawAttribute, what: string): Promise<AttributeValue> {
  const { type, space, data } = raw;
  if (space.kind === 'null') return null;
  if (type.kind === 'opaque') return data.slice();
  if (type.kind === 'other') throw new UnsupportedHdf5Error(`${context.name}: ${what} is of the type ${datatypeName(type)}, which is not read.`);
  context.countEntries(space.count, what);
  if (type.kind !== 'number') return single(space.kind, await decodeStrings(context, heaps, type, data, space.count, what));
  const numbers = numbersOf(data, type, space.count, what);
  return type.name === 'bool' ? single(space.kind, numbers.map((value) => value !== 0)) : single(space.kind, numbers);
}

function single<T extends string | number | boolean>(kind: 'scalar' | 'simple', values: readonly T[]): T | readonly T[] {
  const [first] = values;
  return kind === 'scalar' && first !== undefined ? first : values;
}

/** Numbers in full precision; `convert` would round them to a tensor's types. */
function numbersOf(data: Uint8Array, type: Extract<RawAttribute['type'], { kind: 'number' }>, count: number, what: string): number[] {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const little = !type.bigEndian;
  return Array.from({ length: count }, (_, index) => {
    const at = index * type.size;
    if (type.name === 'float64') return view.getFloat64(at, little);
    if (type.name === 'int64') return Number(view.getBigInt64(at, little));
    if (type.name === 'uint64') return Number(view.getBigUint64(at, little));
    if (type.name === 'uint32') return view.getUint32(at, little);
    const isWhole = type.name === 'bool' || type.name.includes('int');
    const out = isWhole ? new Int32Array(1) : new Float32Array(1);
    convert(data.subarray(at, at + type.size), type, isWhole ? 'int32' : 'float32', out, what);
    return out[0] as number;
  });
}
