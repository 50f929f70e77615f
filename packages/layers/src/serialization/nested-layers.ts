import { isSerializedObject, type SerializedObject } from '../config/keras-object.js';
import type { JsonRecord } from './json.js';

/** Keys under which Keras' wrappers hold layers; elsewhere `{ class_name, config }` is an initializer or the like. */
const WRAPPED = ['layer', 'forward_layer', 'backward_layer', 'cell', 'cells'];

/** A pipeline is no model, and holds its layers where a model does. */
const HOLDS_LAYERS = 'Pipeline';

/** The layers in the config of a wrapper, as the file holds them. */
export function nestedLayers(config: JsonRecord, className: string): SerializedObject[] {
  return [...WRAPPED, ...(className === HOLDS_LAYERS ? ['layers'] : [])].flatMap((key) => [config[key]].flat()).filter(isSerializedObject);
}
