import { KedgeError, type NumericTensor } from '@kedge/graph-core';
import { CorruptFileError } from '../io/errors.js';
import type { FileSet } from '../io/file-set.js';
import type { HttpOptions } from '../io/http-fetch.js';
import { dequantizeAffine } from '../quantization/affine.js';
import { float16Table } from '../quantization/float16.js';
import type { ManifestGroup, WeightEntry } from './manifest.js';
import { CompactTensor } from './compact-tensor.js';
import { ShardReader } from './shard-reader.js';

/**
 * Reads the weights of a manifest one after the other, in its order. Each has memory of exactly its size, a quantized one that of
 * its compact form; besides them only a few megabytes are held, so that who takes them as they come needs no more than the weights themselves.
 *
 * @param files Where the shards are.
 * @throws {CorruptFileError} when the shards hold more or fewer bytes than the manifest says.
 * @throws {KedgeError} `FILE_NOT_FOUND` naming a shard that is missing; `READ_FAILED`; `UNSUPPORTED_FORMAT` for a page in
 *   place of a shard.
 */
export async function* readWeights(manifest: readonly ManifestGroup[], files: FileSet, options: HttpOptions = {}): AsyncGenerator<[string, NumericTensor], void, undefined> {
  if (files.isLocal) for (const group of manifest) await checkSizes(group, files);
  for (const group of manifest) {
    const shards = new ShardReader(group.paths, files, options);
    try {
      for (const entry of group.weights) {
        options.signal?.throwIfAborted();
        yield [entry.name, await readWeight(entry, shards)];
      }
      await shards.expectEnd();
    } finally {
      await shards.close();
    }
  }
}

/**
 * {@link readWeights} all at once, and expanded.
 *
 * @returns Names to values, in the order of the manifest.
 */
export async function readAllWeights(manifest: readonly ManifestGroup[], files: FileSet, options: HttpOptions = {}): Promise<Map<string, NumericTensor>> {
  const weights = new Map<string, NumericTensor>();
  for await (const [name, tensor] of readWeights(manifest, files, options)) weights.set(name, tensor instanceof CompactTensor ? tensor.expanded() : tensor);
  return weights;
}

/** Bytes that the shards of a manifest hold in all; for progress. */
export function manifestBytes(manifest: readonly ManifestGroup[]): number {
  return manifest.reduce((sum, group) => sum + groupBytes(group), 0);
}

function groupBytes(group: ManifestGroup): number {
  return group.weights.reduce((sum, entry) => sum + entry.byteLength, 0);
}

/** Looks at the sizes of files before memory is taken for what they should hold. */
async function checkSizes(group: ManifestGroup, files: FileSet): Promise<void> {
  let total = 0;
  for (const path of group.paths) {
    const source = await files.open(path);
    total += source.size;
    await source.close();
  }
  const expected = groupBytes(group);
  if (total === expected) return;
  throw new CorruptFileError(
    `${files.name}: expected ${expected} bytes of weights in ${group.paths.join(', ')} as the manifest says, got ${total}. ${total < expected ? 'A shard is truncated' : 'The shards belong to another model.json'}; get them again.`,
  );
}

async function readWeight(entry: WeightEntry, shards: ShardReader): Promise<NumericTensor> {
  const { shape, dtype, stored, count } = entry;
  if (stored === dtype) {
    const data = allocate<Float32Array | Int32Array | Uint8Array>(entry, ARRAYS[dtype]);
    await shards.readInto(new Uint8Array(data.buffer), `weight ${entry.name}`);
    if (dtype === 'bool') for (let index = 0; index < count; index++) data[index] = data[index] === 0 ? 0 : 1;
    return { data, shape, dtype } as NumericTensor;
  }
  const values = allocate<Uint8Array | Uint16Array>(entry, stored === 'uint8' ? Uint8Array : Uint16Array);
  await shards.readInto(new Uint8Array(values.buffer), `weight ${entry.name}`);
  return new CompactTensor(shape, dtype === 'int32' ? 'int32' : 'float32', (out) => expand(entry, values, out)) as NumericTensor;
}

/** Makes the values of a weight out of what is stored for it. */
function expand({ affine }: WeightEntry, stored: Uint8Array | Uint16Array, out: Float32Array | Int32Array): void {
  if (affine) return dequantizeAffine(stored, affine.scale, affine.min, out);
  const values = float16Table();
  for (let index = 0; index < out.length; index++) out[index] = values[stored[index] as number] as number;
}

const ARRAYS = { float32: Float32Array, int32: Int32Array, uint8: Uint8Array, bool: Uint8Array } as const;

function allocate<T>({ name, count }: WeightEntry, type: new (length: number) => T): T {
  try {
    return new type(count);
  } catch (cause) {
    throw new KedgeError('OUT_OF_MEMORY', `The weight ${name} has ${count} elements, and there is no memory for so many. If the model is not that large, its model.json is damaged.`, { cause });
  }
}
