import { InvalidArgumentError, type Tensor } from '@kedge/graph-core';
import type { JsonObject, JsonValue } from '../io/json.js';
import { contentName } from '../io/lookup3.js';
import { encodeWeight, type EncodedWeight, type Quantization, type WeightReport } from './encode-weight.js';

/** What goes into a tfjs layers-model. */
export interface TfjsContent {
  /** `{class_name, config, ...}` as it shall stand under `modelTopology`. */
  readonly topology: JsonObject;
  /** Names and values, in the order in which they are stored. */
  readonly weights: Iterable<readonly [string, Tensor]>;
  readonly trainingConfig?: JsonValue | undefined;
  readonly userDefinedMetadata?: JsonObject | undefined;
  /** Who made the model, and who this file: `keras v2.15.0`, `kedge 0.1.0`. */
  readonly generatedBy?: string | undefined;
  readonly convertedBy?: string | undefined;
  /** Further top-level members, such as `signature`. */
  readonly extra?: JsonObject | undefined;
  /** `layers-model` unless said otherwise. */
  readonly format?: 'layers-model' | 'graph-model' | undefined;
}

/** How to write it. */
export interface TfjsOptions {
  readonly quantize?: Quantization | undefined;
  /** Largest size of a shard in bytes; 4 MiB by default, because browsers cache files of that size. */
  readonly shardBytes?: number | undefined;
}

/** The files of a tfjs model. */
export interface TfjsFiles {
  readonly modelJson: JsonObject;
  /** Names (which follow from the content) to bytes; lie beside the `model.json`. */
  readonly shards: ReadonlyMap<string, Uint8Array>;
  readonly report: readonly WeightReport[];
}

const DEFAULT_SHARD = 4 * 1024 * 1024;

/**
 * Makes the files of a tfjs model. The same content gives the same names and bytes.
 *
 * @throws {InvalidArgumentError} for a name that comes twice or a shard size below 1.
 * @throws {KedgeError} `UNSUPPORTED_DTYPE` for weights of text.
 */
export function writeTfjs(content: TfjsContent, options: TfjsOptions = {}): TfjsFiles {
  const { quantize = 'none', shardBytes = DEFAULT_SHARD } = options;
  if (!Number.isSafeInteger(shardBytes) || shardBytes < 1) throw new InvalidArgumentError(`Expected shardBytes to be a whole number of at least 1, got ${shardBytes}.`);
  if (!['none', 'float16', 'uint16', 'uint8'].includes(quantize)) throw new InvalidArgumentError(`Expected quantize to be none, float16, uint16 or uint8, got ${String(quantize)}.`);
  const encoded = encodeAll(content.weights, quantize);
  const shards = cut(encoded.map(({ bytes }) => bytes), shardBytes);
  const manifest = [{ paths: [...shards.keys()], weights: encoded.map(({ entry }) => entry) }];
  return { modelJson: modelJson(content, manifest), shards, report: encoded.map(({ report }) => report) };
}

function encodeAll(weights: TfjsContent['weights'], quantize: Quantization): EncodedWeight[] {
  const names = new Set<string>();
  return Array.from(weights, ([name, tensor]) => {
    if (names.has(name)) throw new InvalidArgumentError(`Expected every weight to have a name of its own, got ${name} twice. Rename a layer.`);
    names.add(name);
    return encodeWeight(name, tensor, quantize);
  });
}

function modelJson(content: TfjsContent, weightsManifest: JsonValue): JsonObject {
  const optional: [string, JsonValue | undefined][] = [
    ['generatedBy', content.generatedBy],
    ['convertedBy', content.convertedBy],
    ['modelTopology', content.topology],
    ['weightsManifest', weightsManifest],
    ['trainingConfig', content.trainingConfig],
    ['userDefinedMetadata', content.userDefinedMetadata],
    ...Object.entries(content.extra ?? {}),
  ];
  const present = optional.filter((member): member is [string, JsonValue] => member[1] !== undefined);
  return { format: content.format ?? 'layers-model', ...Object.fromEntries(present) };
}

/** Joins all arrays and cuts them into shards of equal size. */
function cut(arrays: readonly Uint8Array[], shardBytes: number): Map<string, Uint8Array> {
  const total = arrays.reduce((sum, array) => sum + array.length, 0);
  const count = Math.ceil(total / shardBytes);
  const shards = new Map<string, Uint8Array>();
  let array = 0;
  let at = 0;
  for (let index = 0; index < count; index++) {
    const shard = new Uint8Array(Math.min(shardBytes, total - index * shardBytes));
    for (let filled = 0; filled < shard.length; ) {
      const part = (arrays[array] as Uint8Array).subarray(at, at + shard.length - filled);
      shard.set(part, filled);
      filled += part.length;
      at += part.length;
      if (at === (arrays[array] as Uint8Array).length) [array, at] = [array + 1, 0];
    }
    shards.set(`group1-shard${index + 1}of${count}-${contentName(shard)}.bin`, shard);
  }
  return shards;
}
