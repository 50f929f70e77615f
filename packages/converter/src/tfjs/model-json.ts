import { CorruptFileError } from '../io/errors.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../io/json.js';
import { parseManifest, type ManifestGroup } from './manifest.js';

/** What a `model.json` or an architecture JSON holds, whichever way it was written. */
export interface ModelJson {
  /** The model's class and config: `{class_name, config}`. */
  readonly topology: JsonObject;
  readonly kerasVersion: string | undefined;
  readonly backend: string | undefined;
  /** Where the weights are; undefined for an architecture alone. */
  readonly manifest: readonly ManifestGroup[] | undefined;
  readonly trainingConfig: JsonValue | undefined;
  readonly userDefinedMetadata: JsonObject | undefined;
  readonly generatedBy: string | undefined;
  readonly convertedBy: string | undefined;
}

/**
 * Finds topology and manifest in the JSON of a model: a tfjs layers-model with or without `format`, its topology under
 * `modelTopology.model_config` (written by the Python converter) or `modelTopology` (written by tfjs), or what Keras'
 * `to_json` gives.
 *
 * @param what The file, for messages.
 * @throws {CorruptFileError} when there is no topology.
 */
export function parseModelJson(value: JsonValue, what: string): ModelJson {
  if (!isJsonObject(value)) throw noTopology(what, value);
  const wrapper = topologyOf(value) ?? value;
  const inner = unwrap(wrapper['model_config']) ?? wrapper;
  if (typeof inner['class_name'] !== 'string' || inner['config'] === undefined) throw noTopology(what, value);
  const { weightsManifest, userDefinedMetadata } = value;
  return {
    topology: inner,
    kerasVersion: text(wrapper['keras_version'] ?? inner['keras_version']),
    backend: text(wrapper['backend'] ?? inner['backend']),
    manifest: weightsManifest === undefined || weightsManifest === null ? undefined : parseManifest(weightsManifest, what),
    trainingConfig: value['trainingConfig'] ?? wrapper['training_config'] ?? undefined,
    userDefinedMetadata: isJsonObject(userDefinedMetadata) ? userDefinedMetadata : undefined,
    generatedBy: text(value['generatedBy']),
    convertedBy: text(value['convertedBy']),
  };
}

function topologyOf(value: JsonObject): JsonObject | undefined {
  return unwrap(value['modelTopology']);
}

function unwrap(value: JsonValue | undefined): JsonObject | undefined {
  return isJsonObject(value) ? value : undefined;
}

function text(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function noTopology(what: string, value: JsonValue): CorruptFileError {
  const found = isJsonObject(value) ? `an object with ${Object.keys(value).slice(0, 8).join(', ') || 'no keys'}` : Array.isArray(value) ? 'a list' : typeof value;
  return new CorruptFileError(`${what}: expected a model (modelTopology, or class_name and config), got ${found}.`);
}
