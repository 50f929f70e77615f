import type { FunctionGraph } from '../function-graph.js';
import type { Operation } from '../operation.js';
import { formatShape } from '../shape.js';
import type { SymbolicTensor } from '../symbolic-tensor.js';

/** How a graph is drawn. */
export interface DrawingOptions {
  /** The graph inside an operation, to be drawn as a box of its own; `undefined` for an operation that is one box. */
  readonly innerGraph?: (operation: Operation) => FunctionGraph | undefined;
  /** Marks an operation, e.g. as frozen: a word for the label and a fill colour in CSS. */
  readonly mark?: (operation: Operation) => DrawingMark | undefined;
}

/** What is said of an operation besides its name and class. */
export interface DrawingMark {
  readonly word: string;
  /** A colour that CSS knows by name or as `#rrggbb`. */
  readonly color: string;
}

/** A box: one operation, however often it is called. */
export interface DrawnBox {
  /** Unique in the drawing; a letter, digits and underscores. */
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /** How often it is called. */
  readonly calls: number;
  readonly isInput: boolean;
  readonly isOutput: boolean;
  readonly mark: DrawingMark | undefined;
  /** What is drawn inside. */
  readonly inside: Drawing | undefined;
}

/** An arrow between two boxes that have nothing inside, with the shape of the tensor that flows. */
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
 * shape. Arrows to and from a graph inside a box end at the input and the output there that they belong to.
 */
export function drawGraph(graph: FunctionGraph, options: DrawingOptions = {}): Drawing {
  return new Layout(graph, options, 'n', []).drawing();
}

class Layout {
  readonly #graph: FunctionGraph;
  readonly #options: DrawingOptions;
  readonly #ids: ReadonlyMap<Operation, string>;
  readonly #inside = new Map<Operation, Layout>();

  /** @param around The graphs that this one lies in: an operation that holds one of them is not opened again. */
  constructor(graph: FunctionGraph, options: DrawingOptions, prefix: string, around: readonly FunctionGraph[]) {
    this.#graph = graph;
    this.#options = options;
    this.#ids = new Map(graph.operations.map((operation, i) => [operation, `${prefix}${i}`]));
    for (const [operation, id] of this.#ids) {
      const inner = options.innerGraph?.(operation);
      if (inner === undefined || inner === graph || around.includes(inner)) continue;
      this.#inside.set(operation, new Layout(inner, options, `${id}_`, [...around, graph]));
    }
  }

  drawing(): Drawing {
    const calls = new Map<Operation, number>();
    for (const { operation } of this.#graph.nodes) calls.set(operation, (calls.get(operation) ?? 0) + 1);
    const outputs = new Set(this.#graph.outputs.map(({ history }) => history?.operation));
    const boxes = this.#graph.operations.map((operation): DrawnBox => ({
      id: this.#ids.get(operation) ?? '',
      name: operation.name,
      type: operation.typeName,
      calls: calls.get(operation) ?? 0,
      isInput: operation.isInput,
      isOutput: outputs.has(operation),
      mark: this.#options.mark?.(operation),
      inside: this.#inside.get(operation)?.drawing(),
    }));
    return { boxes, arrows: this.#arrows() };
  }

  #arrows(): DrawnArrow[] {
    const arrows = new Map<string, DrawnArrow>();
    for (const { tensor, to } of this.#graph.edges) {
      to.inputs.forEach((input, index) => {
        if (input !== tensor) return;
        const arrow = { from: this.#exit(tensor), to: this.#entry(to.operation, index), shape: formatShape(tensor.shape) };
        arrows.set(`${arrow.from}>${arrow.to}>${arrow.shape}`, arrow);
      });
    }
    return [...arrows.values()];
  }

  /** Where an arrow to an operation ends: for a graph inside, at its `index`-th input. */
  #entry(operation: Operation, index: number): string {
    const outside = this.#ids.get(operation) ?? '';
    const inner = this.#inside.get(operation);
    if (inner === undefined) return outside;
    const { inputs } = inner.#graph;
    // Arguments beyond the inputs, as a mask, are for the graph as a whole.
    const entry = (inputs[index] ?? inputs[0])?.history?.operation;
    return entry !== undefined && inner.#ids.has(entry) ? inner.#entry(entry, 0) : outside;
  }

  /** Where an arrow with a tensor begins: for a graph inside, at the output that it is. */
  #exit({ history }: SymbolicTensor): string {
    if (history === undefined) return '';
    const outside = this.#ids.get(history.operation) ?? '';
    const inner = this.#inside.get(history.operation);
    if (inner === undefined) return outside;
    const end = inner.#graph.outputs[history.tensorIndex];
    return end?.history !== undefined && inner.#ids.has(end.history.operation) ? inner.#exit(end) : outside;
  }
}

/** What stands in a box, line by line; control characters as in source code. */
export function labelLines({ name, type, calls, mark }: DrawnBox): string[] {
  const notes = [calls > 1 ? `shared, ${calls} calls` : undefined, mark?.word].filter((note) => note !== undefined);
  return [name, type, ...notes];
}
