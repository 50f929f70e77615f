import { ByteReader } from '../io/byte-reader.js';
import { CorruptFileError } from '../io/errors.js';
import type { Hdf5Context } from './context.js';
import type { Datatype } from './datatype.js';
import type { GlobalHeaps } from './global-heap.js';

type StringType = Extract<Datatype, { kind: 'fixedString' | 'variableString' }>;

/**
 * Decodes text elements, of fixed or variable length.
 *
 * @param data The elements as the file has them.
 * @param count Number of elements.
 * @throws {CorruptFileError} when an element is no UTF-8, or not in its heap.
 */
export async function decodeStrings(context: Hdf5Context, heaps: GlobalHeaps, type: StringType, data: Uint8Array, count: number, what: string): Promise<string[]> {
  if (type.kind === 'fixedString') {
    return Array.from({ length: count }, (_, index) => decode(trim(data.subarray(index * type.size, (index + 1) * type.size), type.padding), what));
  }
  const reader = new ByteReader(data, 0, `${context.name}: ${what}`);
  const strings: string[] = [];
  let total = 0;
  for (let index = 0; index < count; index++) {
    const bytes = await variableText(context, heaps, reader, what);
    total += bytes.length;
    // Elements may all name one long object, so the sum is bounded and not the heap.
    if (total > context.source.size * 4 + 1024 * 1024) throw new CorruptFileError(`${context.name}: ${what} holds more text than the file could store. The file is damaged or hostile.`);
    strings.push(decode(bytes, what));
  }
  return strings;
}

async function variableText(context: Hdf5Context, heaps: GlobalHeaps, reader: ByteReader, what: string): Promise<Uint8Array> {
  const length = reader.u32();
  const address = context.address(reader);
  const index = reader.u32();
  if (length === 0 || address === undefined || address === 0) return new Uint8Array(0);
  const object = await heaps.object(address, index);
  if (!object || object.length < length) throw new CorruptFileError(`${context.name}: ${what} names text of ${length} bytes that its heap does not hold. The file is damaged; get it again.`);
  return trim(object.subarray(0, length), 'nullTerminated');
}

function trim(bytes: Uint8Array, padding: Extract<Datatype, { kind: 'fixedString' }>['padding']): Uint8Array {
  if (padding === 'nullTerminated') {
    const end = bytes.indexOf(0);
    return end < 0 ? bytes : bytes.subarray(0, end);
  }
  // Writers that say spaces fill with zeros all the same (h5wasm does): both are taken off.
  const isFilling = (byte: number | undefined): boolean => byte === 0 || (padding === 'spacePadded' && byte === 0x20);
  let end = bytes.length;
  while (end > 0 && isFilling(bytes[end - 1])) end--;
  return bytes.subarray(0, end);
}

const UTF8 = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decode(bytes: Uint8Array, what: string): string {
  try {
    return UTF8.decode(bytes);
  } catch (cause) {
    throw new CorruptFileError(`${what} holds text that is no UTF-8. The file is damaged, or was written in another encoding.`, undefined, { cause });
  }
}
