import { detectDialect } from '@kedge/layers';
import { CorruptFileError } from '../io/errors.js';
import { isJsonObject, type JsonValue } from '../io/json.js';
import type { ModelFile } from './model-file.js';

/** Whether JSON is what Keras' `to_json` writes. */
export function isArchitecture(json: JsonValue): boolean {
  return isJsonObject(json) && typeof json.class_name === 'string' && 'config' in json;
}

/** An architecture JSON as a model file without weights. */
export function readArchitecture(json: JsonValue, name: string): ModelFile {
  if (!isArchitecture(json) || !isJsonObject(json)) {
    throw new CorruptFileError(`${name}: expected a tfjs model.json (with modelTopology) or an architecture as to_json writes it (with class_name and config), got JSON with neither.`);
  }
  return {
    name,
    format: 'architecture',
    config: json,
    dialect: detectDialect(json, 'keras2'),
    kerasVersion: typeof json.keras_version === 'string' ? json.keras_version : undefined,
    backend: typeof json.backend === 'string' ? json.backend : undefined,
    trainingConfig: undefined,
    metadata: undefined,
    weights: undefined,
    close: () => Promise.resolve(),
  };
}
