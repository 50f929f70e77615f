import type { FunctionGraph } from '../function-graph.js';
import { drawGraph, endsOf, labelLines, type Drawing, type DrawingOptions, type DrawnBox } from './drawing.js';

/** A text in quotes, with what Mermaid would take for syntax as entities. */
function quote(text: string): string {
  const entities = text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `"${entities.replaceAll('`', '&#96;')}"`;
}

function label(box: DrawnBox): string {
  return `"${labelLines(box)
    .map((line) => quote(line).slice(1, -1))
    .join('<br/>')}"`;
}

function boxLines(box: DrawnBox, indent: string): string[] {
  if (box.inside !== undefined) {
    return [`${indent}subgraph ${box.id}[${label(box)}]`, ...drawingLines(box.inside, `${indent}  `), `${indent}end`];
  }
  const [open, close] = box.isInput || box.isOutput ? ['([', '])'] : ['[', ']'];
  const fill = box.mark === undefined ? [] : [`${indent}style ${box.id} fill:${box.mark.color}`];
  return [`${indent}${box.id}${open}${label(box)}${close}`, ...fill];
}

function drawingLines({ boxes, arrows }: Drawing, indent: string): string[] {
  const ends = new Map(boxes.map((box) => [box.id, endsOf(box)]));
  return [
    ...boxes.flatMap((box) => boxLines(box, indent)),
    ...arrows.map(({ from, to, shape }) => `${indent}${ends.get(from)?.exit ?? from} -->|${quote(shape)}| ${ends.get(to)?.entry ?? to}`),
  ];
}

/**
 * A graph in Mermaid, which Markdown on many sites draws.
 *
 * @param options Which operations have a graph inside, and which are marked.
 */
export function toMermaid(graph: FunctionGraph, options: DrawingOptions = {}): string {
  return ['flowchart TB', ...drawingLines(drawGraph(graph, options), '  ')].join('\n');
}
