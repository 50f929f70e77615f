import type { FunctionGraph, Shape } from '@kedge/graph-core';
import type { Dialect } from '../config/dialect.js';
import type { Layer, LayerClass } from '../engine/layer.js';
import type { JsonRecord } from './json.js';
import { expectOnlyLayers, ReferenceWriter } from './write-calls.js';

/** What Keras 3 writes of a class besides its name. One that is kept outside `keras.layers` is found by its module and its name. */
function identityOf(layer: Layer): JsonRecord {
  const { kerasModule } = layer.constructor as unknown as LayerClass;
  if (kerasModule !== undefined) return { module: kerasModule, class_name: layer.className, registered_name: layer.className };
  const modules: Readonly<Record<string, string>> = { Functional: 'keras.src.models.functional', Sequential: 'keras' };
  return { module: modules[layer.className] ?? 'keras.layers', class_name: layer.className, registered_name: layer.isModel && layer.className === 'Functional' ? 'Functional' : null };
}

/** A layer or a model as `{ class_name, config }` of a dialect. */
export function serializeLayer(layer: Layer, dialect: Dialect): JsonRecord {
  const config = layer.getConfig(dialect);
  return dialect === 'keras3' ? { ...identityOf(layer), config } : { class_name: layer.className, config };
}

/** The config of a functional model: layers in order, each with its calls. */
export function functionalConfig(model: { readonly name: string; readonly trainable: boolean; readonly graph: FunctionGraph }, dialect: Dialect): Record<string, unknown> {
  const { graph } = model;
  const references = new ReferenceWriter(graph, dialect);
  const layers = expectOnlyLayers(graph, model.name).map((layer) => ({
    ...serializeLayer(layer, dialect),
    name: layer.name,
    inbound_nodes: layer.isInput ? [] : references.callsOf(layer).map((node) => references.writeCall(node)),
  }));
  return {
    name: model.name,
    trainable: model.trainable,
    layers,
    input_layers: references.writeEndpoints(graph.inputStructure),
    output_layers: references.writeEndpoints(graph.outputStructure),
  };
}

/** The config of a sequential model: layers in order, the input layer first where there is one. */
export function sequentialConfig(
  model: { readonly name: string; readonly trainable: boolean; readonly layersWithInput: readonly Layer[]; readonly inputShape: Shape | undefined },
  dialect: Dialect,
): Record<string, unknown> {
  const layers = model.layersWithInput.map((layer) => serializeLayer(layer, dialect));
  const head = dialect === 'keras3' ? { name: model.name, trainable: model.trainable, dtype: 'float32' } : { name: model.name };
  return { ...head, layers, ...(model.inputShape === undefined ? {} : { build_input_shape: model.inputShape }) };
}
