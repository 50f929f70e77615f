import type { PrimitiveGraph } from '../graph/primitive-graph.js';
import { isConstant, operandsOf } from '../graph/step.js';

/** From when to when a value must be kept. */
export interface Lifetime {
  /** Index of the step that makes it; -1 for an input. */
  readonly first: number;
  /** Index of the last step that reads it, or of its own step when none does; the number of steps for an output. */
  readonly last: number;
}

/** The lifetime of every value of a graph, by its id. */
export function lifetimes(graph: PrimitiveGraph): readonly Lifetime[] {
  const result = graph.producers.map((step) => ({ first: step ?? -1, last: step ?? -1 }));
  graph.steps.forEach((step, index) => {
    for (const operand of operandsOf(step)) if (!isConstant(operand)) result[operand] = { first: result[operand]?.first ?? -1, last: index };
  });
  for (const { operand } of graph.outputs) if (!isConstant(operand)) result[operand] = { first: result[operand]?.first ?? -1, last: graph.steps.length };
  return result;
}
