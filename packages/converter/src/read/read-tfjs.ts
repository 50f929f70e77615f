import type { Tensor } from '@kedge/graph-core';
import { detectDialect } from '@kedge/layers/engine';
import type { FileSet } from '../io/file-set.js';
import type { JsonValue } from '../io/json.js';
import { parseModelJson } from '../tfjs/model-json.js';
import { readWeights } from '../tfjs/read-weights.js';
import type { WeightEntry } from '../weights/entries.js';
import { dialectOfVersion, type ModelFile } from './model-file.js';

/**
 * A `model.json` of tfjs, or an architecture as `to_json` writes it.
 *
 * @param json What the file holds.
 * @param name For messages.
 * @param files Where the shards are.
 * @throws CorruptFileError, UnsupportedFormatError.
 */
export function readModelJson(json: JsonValue, name: string, files: FileSet): ModelFile {
  const { topology, kerasVersion, backend, manifest, trainingConfig, userDefinedMetadata } = parseModelJson(json, name);
  const entries: readonly WeightEntry[] = manifest?.flatMap(({ weights }) => weights) ?? [];

  async function* read(wanted: readonly WeightEntry[], signal?: AbortSignal): AsyncGenerator<readonly [WeightEntry, Tensor]> {
    const byName = new Map(wanted.map((entry) => [entry.name, entry]));
    for await (const [weight, value] of readWeights(manifest ?? [], files, { signal })) {
      const entry = byName.get(weight);
      if (entry !== undefined) yield [entry, value];
    }
  }

  return {
    name,
    format: manifest === undefined ? 'architecture' : 'tfjs',
    config: topology,
    dialect: detectDialect(topology, dialectOfVersion(kerasVersion)),
    kerasVersion,
    backend,
    trainingConfig,
    metadata: userDefinedMetadata,
    weights: manifest === undefined ? undefined : { kind: 'list', entries, read },
    close: () => Promise.resolve(),
  };
}
