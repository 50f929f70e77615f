import { isSerializedObject, type SerializedObject } from '../config/keras-object.js';
import type { JsonRecord } from './json.js';

/** Keys under which Keras' wrappers hold layers; elsewhere `{ class_name, config }` is an initializer or the like. */
const WRAPPED = ['layer', 'forward_layer', 'backward_layer', 'cell', 'cells'];

/** The layers in the config of a wrapper, as the file holds them. */
export function nestedLayers(config: JsonRecord): SerializedObject[] {
  return WRAPPED.flatMap((key) => [config[key]].flat()).filter(isSerializedObject);
}
