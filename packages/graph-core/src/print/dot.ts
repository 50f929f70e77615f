import type { FunctionGraph } from '../function-graph.js';
import { drawGraph, labelLines, type Drawing, type DrawingOptions, type DrawnBox } from './drawing.js';
import { visible } from './visible.js';

/** Lines of text in double quotes, as DOT escapes them; it knows HTML's entities, too. */
function quote(...lines: readonly string[]): string {
  const escaped = lines.map((line) => visible(line).replaceAll('&', '&amp;').replaceAll('\\', '\\\\').replaceAll('"', '\\"'));
  return `"${escaped.join('\\n')}"`;
}

/** Graphviz knows no `#rgb`. */
function colorOf(box: DrawnBox): string | undefined {
  if (box.mark === undefined) return undefined;
  return quote(box.mark.color.replace(/^#([\da-f])([\da-f])([\da-f])$/i, '#$1$1$2$2$3$3'));
}

function boxLines(box: DrawnBox, indent: string): string[] {
  const label = quote(...labelLines(box));
  const color = colorOf(box);
  if (box.inside !== undefined) {
    const fill = color === undefined ? [] : [`${indent}  bgcolor=${color};`];
    return [`${indent}subgraph ${quote(`cluster_${box.id}`)} {`, `${indent}  label=${label};`, ...fill, ...drawingLines(box.inside, `${indent}  `), `${indent}}`];
  }
  const shape = box.isInput || box.isOutput ? ', shape=oval' : '';
  return [`${indent}${box.id} [label=${label}${shape}${color === undefined ? '' : `, style=filled, fillcolor=${color}`}];`];
}

function drawingLines({ boxes, arrows }: Drawing, indent: string): string[] {
  return [
    ...boxes.flatMap((box) => boxLines(box, indent)),
    ...arrows.map(({ from, to, shape }) => `${indent}${from} -> ${to} [label=${quote(shape)}];`),
  ];
}

/**
 * A graph in DOT, the language of Graphviz: `dot -Tsvg graph.dot > graph.svg`.
 *
 * Inputs and outputs are ovals, an operation that is called several times says so, and a graph inside an operation is a
 * cluster. Source of the syntax: https://graphviz.org/doc/info/lang.html
 *
 * @param options Which operations have a graph inside, and which are marked.
 */
export function toDot(graph: FunctionGraph, options: DrawingOptions = {}): string {
  return ['digraph model {', '  rankdir=TB;', '  node [shape=box, fontname="Helvetica"];', ...drawingLines(drawGraph(graph, options), '  '), '}'].join('\n');
}
