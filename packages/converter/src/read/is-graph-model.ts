import { isJsonObject, type JsonObject, type JsonValue } from '../io/json.js';

/** Whether JSON is a graph-model: by its word, or by its topology. */
export function isGraphModel(json: JsonValue): json is JsonObject {
  if (!isJsonObject(json)) return false;
  const topology = json['modelTopology'];
  return json['format'] === 'graph-model' || (isJsonObject(topology) && Array.isArray(topology['node']));
}
