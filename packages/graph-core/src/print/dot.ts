import type { FunctionGraph } from '../function-graph.js';
import { drawGraph, endsOf, labelLines, type Drawing, type DrawingOptions, type DrawnBox } from './drawing.js';

/** A text in double quotes, as DOT escapes it. */
function quote(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

function label(box: DrawnBox): string {
  return `"${labelLines(box)
    .map((line) => quote(line).slice(1, -1))
    .join('\\n')}"`;
}

function boxLines(box: DrawnBox, indent: string): string[] {
  if (box.inside !== undefined) {
    const inner = drawingLines(box.inside, `${indent}  `);
    return [`${indent}subgraph ${quote(`cluster_${box.id}`)} {`, `${indent}  label=${label(box)};`, ...inner, `${indent}}`];
  }
  const shape = box.isInput || box.isOutput ? ', shape=oval' : '';
  const fill = box.mark === undefined ? '' : `, style=filled, fillcolor=${quote(box.mark.color)}`;
  return [`${indent}${box.id} [label=${label(box)}${shape}${fill}];`];
}

function drawingLines({ boxes, arrows }: Drawing, indent: string): string[] {
  const ends = new Map(boxes.map((box) => [box.id, endsOf(box)]));
  return [
    ...boxes.flatMap((box) => boxLines(box, indent)),
    ...arrows.map(({ from, to, shape }) => `${indent}${ends.get(from)?.exit ?? from} -> ${ends.get(to)?.entry ?? to} [label=${quote(shape)}];`),
  ];
}

/**
 * A graph in DOT, the language of Graphviz: `dot -Tsvg graph.dot > graph.svg`.
 *
 * @param options Which operations have a graph inside, and which are marked.
 */
export function toDot(graph: FunctionGraph, options: DrawingOptions = {}): string {
  return ['digraph model {', '  rankdir=TB;', '  node [shape=box, fontname="Helvetica"];', ...drawingLines(drawGraph(graph, options), '  '), '}'].join('\n');
}
