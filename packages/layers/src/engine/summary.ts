import { formatShape, printTable, producerOf, type FunctionGraph, type Node, type Operation } from '@kedge/graph-core';
import { Layer } from './layer.js';
import { countScalars } from './variable.js';

const count = (value: number): string => value.toLocaleString('en-US');

function rowOf(operation: Operation, inside: ReadonlySet<Node>): string[] {
  const calls = operation.inboundNodes.filter((node) => inside.has(node));
  const parents = calls.flatMap((node) => node.inputs.map((tensor) => producerOf(tensor)?.operation.name ?? tensor.name));
  const shapes = calls[0]?.outputs.map(({ shape }) => formatShape(shape)).join(', ') ?? '';
  return [
    `${operation.name} (${operation.typeName})`,
    shapes,
    operation instanceof Layer ? count(operation.countParams()) : '0',
    [...new Set(parents)].join(', '),
  ];
}

/**
 * The layers of a model as a table, and how many numbers its weights hold: what `model.summary()` of Keras prints.
 *
 * @param model A model whose graph exists.
 */
export function summarize(model: { readonly name: string; readonly graph: FunctionGraph; readonly weights: Layer['weights'] }): string {
  const total = countScalars(model.weights);
  const trainable = countScalars(model.weights.filter((variable) => variable.trainable));
  const inside = new Set(model.graph.nodes);
  const table = printTable(
    model.graph.operations.map((operation) => rowOf(operation, inside)),
    ['Layer (type)', 'Output Shape', { header: 'Param #', align: 'right' }, 'Connected to'],
  );
  return [`Model: "${model.name}"`, table, `Total params: ${count(total)}`, `Trainable params: ${count(trainable)}`, `Non-trainable params: ${count(total - trainable)}`].join('\n');
}
