import type { FunctionGraph } from '../function-graph.js';
import { producerOf } from '../node.js';
import { formatShape } from '../shape.js';
import { visible } from './visible.js';

/** A text line for each node of a graph: name, class, what it takes, what it puts out. */
export function graphToText(graph: FunctionGraph): string {
  const lines = graph.nodes.map((node) => {
    const takes = node.inputs.map((tensor) => producerOf(tensor)?.operation.name ?? tensor.name).join(', ');
    const puts = node.outputs.map(({ shape, dtype }) => `${dtype} ${formatShape(shape)}`).join(', ');
    const call = node.index === 0 ? '' : `, call ${node.index}`;
    return visible(`${node.operation.name} = ${node.operation.typeName}(${takes})${call} : ${puts}`);
  });
  return lines.join('\n');
}
