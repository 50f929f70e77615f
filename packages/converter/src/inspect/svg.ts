import { Graph, layout } from '@dagrejs/dagre';
import type { DrawnLayer, LayerDrawing } from './draw.js';

/** Sizes in pixels: of letters (a common sans-serif font of 12 px), lines, and the space around text. */
const LETTER = 7;
const LINE = 16;
const MARGIN = 8;

/** Layers up to which arrows are placed so that they cross least; beyond, that alone would take minutes. */
const MOST_LAYERS = 5000;

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

interface Placed {
  readonly width: number;
  readonly height: number;
  readonly boxes: ReadonlyMap<string, Box>;
  readonly arrows: readonly (readonly Point[])[];
}

const sizeOf = ({ lines }: DrawnLayer): { readonly width: number; readonly height: number } => ({ width: Math.max(...lines.map((line) => line.length), 1) * LETTER + 2 * MARGIN, height: lines.length * LINE + MARGIN });

/** Places the boxes in layers, from the inputs down to the outputs. */
function place({ layers, arrows }: LayerDrawing): Placed {
  const graph = new Graph({ compound: true, multigraph: true });
  graph.setGraph({ rankdir: 'TB', nodesep: 20, ranksep: 30, marginx: 10, marginy: 10 });
  for (const layer of layers) graph.setNode(layer.id, sizeOf(layer));
  for (const layer of layers) {
    // A frame around the layers of a nested model, in which its own box stands first.
    if (layer.isModel) graph.setNode(`frame_${layer.id}`, {});
  }
  for (const layer of layers) {
    if (layer.inside !== undefined) graph.setParent(layer.isModel ? `frame_${layer.id}` : layer.id, `frame_${layer.inside}`);
    if (layer.isModel) graph.setParent(layer.id, `frame_${layer.id}`);
  }
  arrows.forEach(({ from, to }, i) => graph.setEdge(from, to, {}, String(i)));
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return {
    width,
    height,
    boxes: new Map(graph.nodes().map((id: string) => [id, graph.node(id) as unknown as Box])),
    arrows: graph.edges().map((edge: unknown) => (graph.edge(edge as never) as unknown as { points: readonly Point[] }).points),
  };
}

const escape = (text: string): string => text.replaceAll(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
const rounded = (value: number): string => String(Math.round(value * 10) / 10);

function rectangle(box: Box, style: string): string {
  return `<rect x="${rounded(box.x - box.width / 2)}" y="${rounded(box.y - box.height / 2)}" width="${rounded(box.width)}" height="${rounded(box.height)}" rx="4" ${style}/>`;
}

function label({ lines }: DrawnLayer, box: Box): string {
  const top = box.y - (lines.length * LINE) / 2 + LINE * 0.75;
  return lines.map((line, i) => `<text x="${rounded(box.x)}" y="${rounded(top + i * LINE)}"${i === 0 ? ' font-weight="bold"' : ''}>${escape(line)}</text>`).join('');
}

/**
 * A drawing as SVG, placed by `@dagrejs/dagre` and so without Graphviz.
 *
 * @returns The text of a file.
 */
export function drawingToSvg(drawing: LayerDrawing): string {
  const shown: LayerDrawing = drawing.layers.length > MOST_LAYERS ? { layers: drawing.layers.slice(0, MOST_LAYERS), arrows: [] } : drawing;
  const { width, height, boxes, arrows } = place(shown);
  const boxOf = (id: string): Box => boxes.get(id) ?? { x: 0, y: 0, width: 0, height: 0 };
  const frames = shown.layers.filter(({ isModel }) => isModel).map(({ id }) => rectangle(boxOf(`frame_${id}`), 'fill="#f4f4f8" stroke="#99a" stroke-dasharray="4 3"'));
  const lines = arrows.map((points) => `<path d="M${points.map(({ x, y }) => `${rounded(x)} ${rounded(y)}`).join('L')}" fill="none" stroke="#556" marker-end="url(#arrow)"/>`);
  const cells = shown.layers.map((layer) => {
    const box = boxOf(layer.id);
    return `<g>${rectangle(box, `fill="${layer.isInput ? '#e4f0e4' : layer.isModel ? '#e4e4f4' : '#fff'}" stroke="#334"`)}${label(layer, box)}</g>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${rounded(width)}" height="${rounded(height)}" viewBox="0 0 ${rounded(width)} ${rounded(height)}" font-family="Helvetica, Arial, sans-serif" font-size="12" text-anchor="middle">`,
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="#556"/></marker></defs>',
    '<rect width="100%" height="100%" fill="#fff"/>',
    ...frames,
    ...lines,
    ...cells,
    '</svg>',
  ].join('\n');
}
