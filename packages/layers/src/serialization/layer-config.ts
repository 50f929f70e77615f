import type { Shape } from '@kedge/graph-core';
import type { ReviveLayer } from '../config/field.js';
import { toKerasKey } from '../config/naming.js';
import type { Layer, LayerClass } from '../engine/layer.js';
import type { CanonicalLayer } from './canonical.js';
import type { JsonRecord } from './json.js';

interface Reviver {
  fromConfig(config: JsonRecord, dialect: CanonicalLayer['dialect'], reviveLayer: ReviveLayer): Layer;
}

/** Keys that older versions wrote into every layer and that say nothing about what it computes, unless the class has them. */
const IGNORED = new Set(['batch_input_shape', 'batch_shape', 'input_dtype', 'input_dim', 'input_length', 'build_config', 'autocast']);

/** What layers of cuDNN, which leave no choice, compute without saying so. */
const CUDNN: Readonly<Record<string, JsonRecord>> = {
  CuDNNLSTM: { activation: 'tanh', recurrent_activation: 'sigmoid' },
  CuDNNGRU: { activation: 'tanh', recurrent_activation: 'sigmoid', reset_after: true },
};

/**
 * Makes a layer out of its config in a file.
 *
 * @param reviveLayer Makes the layers inside, for a wrapper.
 */
export function layerConfigOf(layer: CanonicalLayer, Class: LayerClass, reviveLayer: ReviveLayer): Layer {
  const config: Record<string, unknown> = { ...(Object.hasOwn(CUDNN, layer.className) ? CUDNN[layer.className] : {}), ...layer.config, name: layer.name };
  if (layer.className === 'InputLayer') {
    const batchShape = config.batch_shape ?? config.batch_input_shape;
    const { batch_input_shape: _dropped, ...rest } = config;
    return revive(Class, { ...rest, batch_shape: batchShape }, layer, reviveLayer);
  }
  const inputShape = layer.config.batch_input_shape;
  // `input_dim` is how Keras 1 tells any layer its input; an embedding means its number of rows by it.
  const isOwn = (key: string): boolean => Object.keys(Class.fields).some((field) => toKerasKey(field) === key);
  const kept = Object.fromEntries(Object.entries(config).filter(([key]) => !IGNORED.has(key) || isOwn(key)));
  return revive(Class, Array.isArray(inputShape) ? { ...kept, batchInputShape: inputShape as Shape } : kept, layer, reviveLayer);
}

function revive(Class: LayerClass, config: JsonRecord, layer: CanonicalLayer, reviveLayer: ReviveLayer): Layer {
  return (Class as unknown as Reviver).fromConfig(config, layer.dialect, reviveLayer);
}
