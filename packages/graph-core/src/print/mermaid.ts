import type { FunctionGraph } from '../function-graph.js';
import { drawGraph, labelLines, type Drawing, type DrawingOptions, type DrawnBox } from './drawing.js';
import { visible } from './visible.js';

/** What Mermaid or HTML would take for syntax inside quotes, and the entity that Mermaid shows for it. */
const ENTITIES: Readonly<Record<string, string>> = { '#': '#35;', '"': '#quot;', '&': '#amp;', '<': '#lt;', '>': '#gt;', '`': '#96;', '%': '#37;', '\\': '#92;' };

/** Lines of text in quotes. */
function quote(...lines: readonly string[]): string {
  const escaped = lines.map((line) => visible(line).replace(/[#"&<>`%\\]/g, (character) => ENTITIES[character] ?? ''));
  return `"${escaped.join('<br/>')}"`;
}

function boxLines(box: DrawnBox, indent: string): string[] {
  const label = quote(...labelLines(box));
  // A style is a list with commas; a colour that CSS knows has nothing else that would need to be kept.
  const fill = box.mark === undefined ? [] : [`${indent}style ${box.id} fill:${box.mark.color.replace(/[^\w#(). -]/g, (found) => (found === ',' ? '\\,' : ''))}`];
  if (box.inside !== undefined) return [`${indent}subgraph ${box.id}[${label}]`, ...drawingLines(box.inside, `${indent}  `), `${indent}end`, ...fill];
  const [open, close] = box.isInput || box.isOutput ? ['([', '])'] : ['[', ']'];
  return [`${indent}${box.id}${open}${label}${close}`, ...fill];
}

function drawingLines({ boxes, arrows }: Drawing, indent: string): string[] {
  return [
    ...boxes.flatMap((box) => boxLines(box, indent)),
    ...arrows.map(({ from, to, shape }) => `${indent}${from} -->|${quote(shape)}| ${to}`),
  ];
}

/**
 * A graph in Mermaid, which Markdown on many sites draws.
 *
 * Inputs and outputs are stadiums, an operation that is called several times says so, and a graph inside an operation is a
 * subgraph. Source of the syntax: https://mermaid.js.org/syntax/flowchart.html
 *
 * @param options Which operations have a graph inside, and which are marked.
 */
export function toMermaid(graph: FunctionGraph, options: DrawingOptions = {}): string {
  return ['flowchart TB', ...drawingLines(drawGraph(graph, options), '  ')].join('\n');
}
