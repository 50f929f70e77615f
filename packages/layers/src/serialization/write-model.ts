import { OpCall, type FunctionGraph, type Shape } from '@kedge/graph-core';
import type { Dialect } from '../config/dialect.js';
import type { Layer, LayerClass } from '../engine/layer.js';
import type { JsonRecord } from './json.js';
import { expectWritable, ReferenceWriter } from './write-calls.js';
import { serializeOp, serializeTensorFlowOp, tensorFlowOf } from './write-ops.js';

/**
 * What a file writes of a class: its name, and in Keras 3 the module. One that is kept outside `keras.layers` is found by its module
 * and its registered name, in Keras 2.13 to 2.15, too.
 */
function identityOf(layer: Layer, dialect: Dialect): JsonRecord {
  const { className } = layer;
  const { kerasModule } = layer.constructor as unknown as LayerClass;
  if (kerasModule !== undefined) return { module: kerasModule, class_name: className, registered_name: dialect === 'keras2' ? `Custom>${className}` : className };
  if (dialect === 'keras2') return { class_name: className };
  const modules: Readonly<Record<string, string>> = { Functional: 'keras.src.models.functional', Sequential: 'keras' };
  return { module: modules[className] ?? 'keras.layers', class_name: className, registered_name: layer.isModel && className === 'Functional' ? 'Functional' : null };
}

/** A layer or a model as `{ class_name, config }` of a dialect. */
export function serializeLayer(layer: Layer, dialect: Dialect): JsonRecord {
  return { ...identityOf(layer, dialect), config: layer.getConfig(dialect) };
}

function serializeFunction(operation: OpCall, dialect: Dialect): JsonRecord {
  const found = dialect === 'keras2' ? tensorFlowOf(operation) : undefined;
  return found === undefined ? serializeOp(operation) : serializeTensorFlowOp(operation, found);
}

/** The config of a functional model: layers in order, each with its calls. */
export function functionalConfig(model: { readonly name: string; readonly trainable: boolean; readonly graph: FunctionGraph }, dialect: Dialect): Record<string, unknown> {
  const { graph } = model;
  const references = new ReferenceWriter(graph, dialect);
  const layers = expectWritable(graph, model.name, dialect).map((operation) => ({
    ...(operation instanceof OpCall ? serializeFunction(operation, dialect) : serializeLayer(operation, dialect)),
    name: operation.name,
    inbound_nodes: operation.isInput ? [] : references.callsOf(operation).map((node) => references.writeCall(node)),
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
