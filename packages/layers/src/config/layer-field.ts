import { Layer } from '../engine/layer.js';
import { serializeLayer } from '../serialization/write-model.js';
import { unexpectedValue, type ConfigPlace, type Field } from './field.js';
import { isSerializedObject, type SerializedObject } from './keras-object.js';

/** A layer in the config of another one: made already, or as a file holds it. */
export type LayerLike = Layer | SerializedObject;

function parseLayer(value: LayerLike, place: ConfigPlace): Layer {
  if (value instanceof Layer) return value;
  const revived = isSerializedObject(value) ? place.reviveLayer?.(value) : undefined;
  if (!(revived instanceof Layer)) throw unexpectedValue(place, 'a layer', value);
  return revived;
}

/** A key that holds a layer. */
export const layerField = (): Field<LayerLike, Layer, true> => ({
  required: true,
  defaultValue: () => {
    throw new Error('A required field has no default.');
  },
  parse: parseLayer,
  serialize: serializeLayer,
});

/** A key that holds layers. */
export const layersField = (): Field<readonly LayerLike[], readonly Layer[], true> => ({
  required: true,
  defaultValue: () => [],
  parse: (value, place) => {
    if (!Array.isArray(value) || value.length === 0) throw unexpectedValue(place, 'a list of layers', value);
    return (value as readonly LayerLike[]).map((item) => parseLayer(item, place));
  },
  serialize: (value, dialect) => value.map((layer) => serializeLayer(layer, dialect)),
});

/** A layer of the same config, without weights; the layers inside are made anew, too. */
export function cloneLayer<T extends Layer>(layer: T, changes: Readonly<Record<string, unknown>> = {}): T {
  const Class = layer.constructor as new (config: object) => T;
  const copied = Object.entries(layer.config as Readonly<Record<string, unknown>>).map(([key, value]) => [key, copyLayers(value)]);
  return new Class({ ...Object.fromEntries(copied), ...changes });
}

function copyLayers(value: unknown): unknown {
  if (value instanceof Layer) return cloneLayer(value);
  return Array.isArray(value) && value.every((item) => item instanceof Layer) ? value.map((item) => cloneLayer(item)) : value;
}
