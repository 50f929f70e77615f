import { producerOf, type Dim } from '@kedge/graph-core';
import { Model, type CanonicalModel, type Layer, isKnownLayer, TensorReference } from '@kedge/layers/engine';
import { collectLeaves } from '@kedge/graph-core';
import type { LayerInspection } from './inspection.js';
import { countMacs } from './macs.js';

/** The layers of a built model, nested ones indented behind their model. */
export function inspectLayers(model: Model, depth = 0): LayerInspection[] {
  const macs = countMacs(model);
  const inside = new Set(model.graph.nodes);
  return model.graph.operations.flatMap((operation) => {
    const layer = operation as Layer;
    const calls = operation.inboundNodes.filter((node) => inside.has(node));
    const parents = calls.flatMap((node) => node.inputs.map((tensor) => producerOf(tensor)?.operation.name ?? tensor.name));
    const row: LayerInspection = {
      name: operation.name,
      className: operation.typeName,
      depth,
      outputShape: calls[0]?.outputs[0]?.shape,
      params: isLayer(operation) ? layer.countParams() : 0,
      macs: operation.isInput ? 0 : (macs.get(operation.name) ?? 0),
      trainable: isLayer(operation) ? layer.trainable : true,
      calls: calls.length,
      inputs: [...new Set(parents)],
    };
    return operation instanceof Model ? [row, ...inspectLayers(operation, depth + 1)] : [row];
  });
}

function isLayer(operation: object): operation is Layer {
  return 'countParams' in operation;
}

/** Multiply-accumulates of the whole model for one example. */
export function totalMacs(layers: readonly LayerInspection[]): Dim | undefined {
  return layers.filter(({ depth }) => depth === 0).reduce<Dim>((sum, { macs }) => (sum === null || macs === null || macs === undefined ? null : sum + macs), 0);
}

/** The layers of a config that was not built: names, classes and connections, as the file has them. */
export function inspectConfig(model: CanonicalModel, depth = 0): LayerInspection[] {
  return model.layers.flatMap((layer, i) => {
    const inputs = new Set<string>();
    collectLeaves([layer.calls.map(({ args, kwargs }) => [args, kwargs])], isReference, ({ layer: name }) => inputs.add(name));
    const before = model.layers[i - 1];
    if (model.kind === 'sequential' && before !== undefined) inputs.add(before.name);
    const row: LayerInspection = {
      name: layer.name,
      className: layer.className,
      depth,
      outputShape: undefined,
      params: undefined,
      macs: undefined,
      trainable: layer.config.trainable !== false,
      calls: model.kind === 'sequential' ? 1 : Math.max(layer.calls.length, 1),
      inputs: [...inputs],
    };
    return layer.inner === undefined ? [row] : [row, ...inspectConfig(layer.inner, depth + 1)];
  });
}

function isReference(value: unknown): value is TensorReference {
  return value instanceof TensorReference;
}

/** Classes of a config for which no layer is known, each once. */
export function unknownClasses(model: CanonicalModel): string[] {
  const unknown = model.layers.flatMap((layer) =>
    layer.inner === undefined ? (isKnownLayer(layer.className) ? [] : [layer.className]) : unknownClasses(layer.inner),
  );
  return [...new Set(unknown)];
}
