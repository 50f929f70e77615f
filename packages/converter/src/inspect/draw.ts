import { formatShape } from '@kedge/graph-core';
import type { Inspection, LayerInspection } from './inspection.js';

/** A layer in a drawing. */
export interface DrawnLayer {
  /** Unique, and safe in every language of drawings. */
  readonly id: string;
  readonly lines: readonly string[];
  /** The nested model around it; `undefined` in the outermost. */
  readonly inside: string | undefined;
  readonly isModel: boolean;
  readonly isInput: boolean;
}

/** Layers and what goes from one to another. */
export interface LayerDrawing {
  readonly layers: readonly DrawnLayer[];
  readonly arrows: readonly { readonly from: string; readonly to: string }[];
}

/** Characters that would turn a name into something else on a terminal or in a file. */
// oxlint-disable-next-line no-control-regex
const visible = (text: string): string => text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, '\ufffd');

const LONGEST_LINE = 60;

function linesOf(layer: LayerInspection): string[] {
  const lines = [layer.name, layer.outputShape === undefined ? layer.className : `${layer.className} ${formatShape(layer.outputShape)}`, ...(layer.calls > 1 ? [`called ${layer.calls} times`] : [])];
  return lines.map((line) => (visible(line).length > LONGEST_LINE ? `${visible(line).slice(0, LONGEST_LINE)}...` : visible(line)));
}

/** The drawing of a model from what an inspection says, so that what cannot be built can be drawn, too. */
export function drawingOf({ layers }: Pick<Inspection, 'layers'>): LayerDrawing {
  const drawn: DrawnLayer[] = [];
  const arrows: { from: string; to: string }[] = [];
  // Names count within their model: one map for each that is open.
  const scopes: { readonly ids: Map<string, string>; readonly model: string | undefined }[] = [{ ids: new Map(), model: undefined }];
  const pending: { readonly names: readonly string[]; readonly to: string; readonly ids: Map<string, string> }[] = [];
  layers.forEach((layer, i) => {
    scopes.length = Math.min(scopes.length, layer.depth + 1);
    const scope = scopes.at(-1) ?? { ids: new Map<string, string>(), model: undefined };
    const id = `n${i}`;
    const isModel = (layers[i + 1]?.depth ?? 0) > layer.depth;
    scope.ids.set(layer.name, id);
    drawn.push({ id, lines: linesOf(layer), inside: scope.model, isModel, isInput: layer.className === 'InputLayer' });
    pending.push({ names: layer.inputs, to: id, ids: scope.ids });
    if (isModel) scopes.push({ ids: new Map(), model: id });
  });
  for (const { names, to, ids } of pending) {
    for (const name of names) {
      const from = ids.get(name);
      if (from !== undefined && from !== to) arrows.push({ from, to });
    }
  }
  return { layers: drawn, arrows };
}

const quoted = (lines: readonly string[], separator: string, escape: (line: string) => string): string => `"${lines.map(escape).join(separator)}"`;

/** A drawing in Graphviz' language. */
export function drawingToDot({ layers, arrows }: LayerDrawing): string {
  const escape = (line: string): string => line.replaceAll(/["\\]/g, '\\$&');
  const boxes = (model: string | undefined, indent: string): string[] =>
    layers.filter(({ inside }) => inside === model).flatMap(({ id, lines, isModel }) => {
      const box = `${indent}${id} [label=${quoted(lines, '\\n', escape)}];`;
      return isModel ? [`${indent}subgraph cluster_${id} {`, `  ${box}`, ...boxes(id, `${indent}  `), `${indent}}`] : [box];
    });
  return ['digraph model {', '  node [shape=box];', ...boxes(undefined, '  '), ...arrows.map(({ from, to }) => `  ${from} -> ${to};`), '}'].join('\n');
}

/** A drawing in Mermaid. */
export function drawingToMermaid({ layers, arrows }: LayerDrawing): string {
  const escape = (line: string): string => line.replaceAll(/[#"&<>`%\\]/g, (character) => `#${character.charCodeAt(0)};`);
  const boxes = (model: string | undefined, indent: string): string[] =>
    layers.filter(({ inside }) => inside === model).flatMap(({ id, lines, isModel }) => {
      const box = `${indent}${id}[${quoted(lines, '<br/>', escape)}]`;
      return isModel ? [`${indent}subgraph s${id}[" "]`, `  ${box}`, ...boxes(id, `${indent}  `), `${indent}end`] : [box];
    });
  return ['flowchart TB', ...boxes(undefined, '  '), ...arrows.map(({ from, to }) => `  ${from} --> ${to}`)].join('\n');
}
