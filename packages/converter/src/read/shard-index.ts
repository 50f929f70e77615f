import { isJsonObject, type JsonObject, type JsonValue } from '../io/json.js';

/** The `.weights.json` that Keras 3 writes beside shards: which file holds the arrays of which layer. */
export interface ShardIndex extends JsonObject {
  weight_map: JsonObject;
}

/** Whether JSON is such an index. */
export function isShardIndex(json: JsonValue): json is ShardIndex {
  return isJsonObject(json) && isJsonObject(json['weight_map']) && !('class_name' in json) && !('weightsManifest' in json);
}
