import { CorruptFileError } from '../io/errors.js';
import { KedgeError, sizeOf } from '@kedge/graph-core';
import { isJsonObject, type JsonObject, type JsonValue } from '../io/json.js';

/** Types that a weight is stored as. */
export type StoredType = 'float32' | 'int32' | 'bool' | 'uint8' | 'uint16' | 'float16';

/** One weight of a manifest. */
export interface WeightEntry {
  readonly name: string;
  readonly shape: readonly number[];
  /** What the values are once they are read. */
  readonly dtype: 'float32' | 'int32' | 'bool' | 'uint8';
  /** What they are in the shards. */
  readonly stored: StoredType;
  /** Set for values that were mapped to whole numbers. */
  readonly affine: { readonly scale: number; readonly min: number } | undefined;
  /** Number of elements. */
  readonly count: number;
  /** Bytes in the shards. */
  readonly byteLength: number;
}

/** Weights that follow each other in the files of `paths`. */
export interface ManifestGroup {
  readonly paths: readonly string[];
  readonly weights: readonly WeightEntry[];
}

const STORED_BYTES: Record<StoredType, number> = { float32: 4, int32: 4, bool: 1, uint8: 1, uint16: 2, float16: 2 };

/**
 * Reads a `weightsManifest`.
 *
 * @param what The file, for messages.
 * @throws {CorruptFileError} naming the group or weight that is not as it must be.
 * @throws {KedgeError} `UNSUPPORTED_DTYPE` for a weight of text or complex numbers.
 */
export function parseManifest(value: JsonValue, what: string): readonly ManifestGroup[] {
  if (!Array.isArray(value)) throw new CorruptFileError(`${what}: expected weightsManifest to be a list, got ${describe(value)}.`);
  const groups = value.map((group, index) => parseGroup(group, `${what}: weightsManifest[${index}]`));
  const seen = new Set<string>();
  for (const { name } of groups.flatMap((group) => group.weights)) {
    if (seen.has(name)) throw new CorruptFileError(`${what}: the manifest names the weight ${name} twice.`);
    seen.add(name);
  }
  return groups;
}

function parseGroup(value: JsonValue, what: string): ManifestGroup {
  const { paths, weights } = object(value, what);
  if (!Array.isArray(paths) || !paths.every((path) => typeof path === 'string')) throw new CorruptFileError(`${what}: expected paths to be a list of file names, got ${describe(paths)}.`);
  if (!Array.isArray(weights)) throw new CorruptFileError(`${what}: expected weights to be a list, got ${describe(weights)}.`);
  return { paths: paths as string[], weights: weights.map((weight, index) => parseWeight(weight, `${what}.weights[${index}]`)) };
}

function parseWeight(value: JsonValue, what: string): WeightEntry {
  const entry = object(value, what);
  const { name, shape } = entry;
  if (typeof name !== 'string') throw new CorruptFileError(`${what}: expected a name, got ${describe(name)}.`);
  const isShape = Array.isArray(shape) && shape.every((dim) => Number.isSafeInteger(dim) && (dim as number) >= 0);
  if (!isShape) throw new CorruptFileError(`${what} (${name}): expected a shape of whole numbers, got ${JSON.stringify(shape)}.`);
  const dims = shape as number[];
  const types = parseTypes(entry, `${what} (${name})`);
  const count = sizeOf(dims);
  const byteLength = count * STORED_BYTES[types.stored];
  if (!Number.isSafeInteger(byteLength)) throw new CorruptFileError(`${what} (${name}): the shape [${dims.join(', ')}] has more elements than can be stored.`);
  return { name, shape: dims, count, byteLength, ...types };
}

function parseTypes(entry: JsonObject, what: string): Pick<WeightEntry, 'dtype' | 'stored' | 'affine'> {
  const { dtype } = entry;
  if (entry['quantization'] === undefined || entry['quantization'] === null) {
    if (dtype === 'float16') return { dtype: 'float32', stored: dtype, affine: undefined };
    if (!isValueType(dtype)) throw unsupported(what, dtype);
    return { dtype, stored: dtype, affine: undefined };
  }
  const quantization = object(entry['quantization'], `${what}: quantization`);
  const original = quantization['original_dtype'] ?? dtype;
  if (original !== 'float32' && original !== 'int32') throw unsupported(what, original);
  const stored = quantization['dtype'];
  if (stored === 'float16' && original === 'float32') return { dtype: original, stored, affine: undefined };
  if (stored !== 'uint8' && stored !== 'uint16') throw unsupported(what, stored);
  const { scale, min } = quantization;
  if (!isFinite(scale) || !isFinite(min)) throw new CorruptFileError(`${what}: expected the quantization to have numbers scale and min, got ${describe(scale)} and ${describe(min)}.`);
  return { dtype: original, stored, affine: { scale, min } };
}

function isFinite(value: JsonValue | undefined): value is number {
  return Number.isFinite(value);
}

function isValueType(dtype: JsonValue | undefined): dtype is WeightEntry['dtype'] {
  return dtype === 'float32' || dtype === 'int32' || dtype === 'bool' || dtype === 'uint8';
}

function object(value: JsonValue, what: string): JsonObject {
  if (isJsonObject(value)) return value;
  throw new CorruptFileError(`${what}: expected an object, got ${describe(value)}.`);
}

function unsupported(what: string, dtype: JsonValue | undefined): KedgeError {
  return new KedgeError('UNSUPPORTED_DTYPE', `${what}: expected a weight of float32, int32, bool or uint8, plain or quantized to float16, uint16 or uint8; got ${describe(dtype)}.`);
}

function describe(value: JsonValue | undefined): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 80);
}
