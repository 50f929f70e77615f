import type { FunctionGraph } from '../function-graph.js';
import { producerOf } from '../node.js';
import type { Operation } from '../operation.js';
import { formatShape } from '../shape.js';

/** How a graph is drawn. */
export interface DrawingOptions {
  /** The graph inside an operation, to be drawn as a box of its own; `undefined` for an operation that is one box. */
  readonly innerGraph?: (operation: Operation) => FunctionGraph | undefined;
  /** Marks an operation, e.g. as frozen: a word for the label and a fill colour in CSS. */
  readonly mark?: (operation: Operation) => { readonly word: string; readonly color: string } | undefined;
}

/** A box: one operation, however often it is called. */
export interface DrawnBox {
  /** Unique in the drawing, letters, digits and underscores. */
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /** How often it is called. */
  readonly calls: number;
  readonly isInput: boolean;
  readonly isOutput: boolean;
  readonly mark: { readonly word: string; readonly color: string } | undefined;
  /** What is drawn inside. */
  readonly inside: Drawing | undefined;
}

/** An arrow, with the shape of the tensor that flows. */
export interface DrawnArrow {
  readonly from: string;
  readonly to: string;
  readonly shape: string;
}

/** A graph as boxes and arrows, before it is spelled in a drawing language. */
export interface Drawing {
  readonly boxes: readonly DrawnBox[];
  readonly arrows: readonly DrawnArrow[];
}

/**
 * Lays a graph out as boxes and arrows: a box for each operation, an arrow for each tensor between two of them, once for each
 * shape.
 */
export function drawGraph(graph: FunctionGraph, options: DrawingOptions = {}, prefix = 'n'): Drawing {
  const ids = new Map(graph.operations.map((operation, i) => [operation, `${prefix}${i}`]));
  const outputs = new Set(graph.outputs.map((tensor) => tensor.history?.operation));
  const inside = new Set(graph.nodes);
  const boxes = graph.operations.map((operation): DrawnBox => {
    const id = ids.get(operation) ?? prefix;
    const inner = options.innerGraph?.(operation);
    return {
      id,
      name: operation.name,
      type: operation.typeName,
      calls: operation.inboundNodes.filter((node) => inside.has(node)).length,
      isInput: operation.isInput,
      isOutput: outputs.has(operation),
      mark: options.mark?.(operation),
      inside: inner === undefined ? undefined : drawGraph(inner, options, `${id}_`),
    };
  });
  const arrows = new Map<string, DrawnArrow>();
  for (const { tensor, from, to } of graph.edges) {
    const arrow = { from: ids.get(from.operation) ?? '', to: ids.get(to.operation) ?? '', shape: formatShape(tensor.shape) };
    arrows.set(`${arrow.from}>${arrow.to}>${arrow.shape}`, arrow);
  }
  return { boxes, arrows: [...arrows.values()] };
}

/** What stands in a box, line by line. */
export function labelLines(box: DrawnBox): string[] {
  const notes = [box.calls > 1 ? `shared, ${box.calls} calls` : undefined, box.mark?.word].filter((note) => note !== undefined);
  return [box.name, box.type, ...notes];
}

/** The first and the last box inside a box, where arrows to and from it end. */
export function endsOf(box: DrawnBox): { readonly entry: string; readonly exit: string } {
  if (box.inside === undefined) return { entry: box.id, exit: box.id };
  const entry = box.inside.boxes.find(({ isInput }) => isInput) ?? box.inside.boxes[0];
  const exit = box.inside.boxes.find(({ isOutput }) => isOutput) ?? box.inside.boxes.at(-1);
  return { entry: entry === undefined ? box.id : endsOf(entry).entry, exit: exit === undefined ? box.id : endsOf(exit).exit };
}

/** A text line for each node of a graph: name, class, what it takes, what it puts out. */
export function graphToText(graph: FunctionGraph): string {
  const lines = graph.nodes.map((node) => {
    const takes = node.inputs.map((tensor) => producerOf(tensor)?.operation.name ?? tensor.name).join(', ');
    const puts = node.outputs.map(({ shape, dtype }) => `${dtype} ${formatShape(shape)}`).join(', ');
    const call = node.index === 0 ? '' : `, call ${node.index}`;
    return `${node.operation.name} = ${node.operation.typeName}(${takes})${call} : ${puts}`;
  });
  return lines.join('\n');
}
