import { KedgeError } from '@kedge/graph-core';
import { PrimitiveGraph } from '../graph/primitive-graph.js';
import { isConstant, operandsOf, type Operand, type Step, type ValueId } from '../graph/step.js';
import { runsOnHost } from './run-on-host.js';

/** A part of a graph that runs in one place. */
export interface Stage {
  readonly runsOn: 'host' | 'device';
  readonly graph: PrimitiveGraph;
  /** What goes in, by its id in the whole graph. */
  readonly inputs: readonly ValueId[];
  /** What comes out, by its id in the whole graph. */
  readonly outputs: readonly ValueId[];
}

/** A graph in stages, each of which needs only what the ones before it give. */
export interface StagedGraph {
  readonly whole: PrimitiveGraph;
  readonly stages: readonly Stage[];
  toString(): string;
}

/** Whether some step of a graph has to run on the host: a function of the host, or anything on strings. */
export function hasHostSteps(graph: PrimitiveGraph): boolean {
  return graph.steps.some((step) => mustRunOnHost(graph, step)) || graph.outputs.some(({ dtype }) => dtype === 'string');
}

function mustRunOnHost(graph: PrimitiveGraph, step: Step): boolean {
  if (step.primitive === 'host') return true;
  return [...operandsOf(step), ...step.outputs].some((operand) => graph.specOf(operand).dtype === 'string');
}

/**
 * Splits a graph into what the host computes and what a backend does. With strings going in, the host's part is a prefix; where
 * strings are made out of numbers, stages alternate.
 *
 * Numbers that only the host needs, such as a cast before hashing, are computed there too, if it can.
 */
export function splitStages(graph: PrimitiveGraph): StagedGraph {
  const places = placesOf(graph);
  const count = places.reduce((most, place) => Math.max(most, place), 0) + 1;
  const drafts = Array.from({ length: count }, (_, place) => graph.steps.filter((_step, i) => places[i] === place));
  const stages = drafts.flatMap((steps, place) => (steps.length === 0 ? [] : [stageOf(graph, steps, place % 2 === 0 ? 'host' : 'device')]));
  return { whole: graph, stages, toString: () => stages.map(({ runsOn, graph: part }) => `${runsOn}:\n${part.toString()}`).join('\n') };
}

/** The stage of each step: even ones are the host's. */
function placesOf(graph: PrimitiveGraph): number[] {
  const { producers } = graph;
  const forHost = neededByHost(graph);
  const places: number[] = [];
  graph.steps.forEach((step, i) => {
    const from = operandsOf(step).flatMap((operand) => (isConstant(operand) ? [] : [producers[operand]])).map((producer) => (producer === undefined ? 0 : (places[producer] ?? 0)));
    const earliest = Math.max(0, ...from);
    const isHost = mustRunOnHost(graph, step) || (forHost.has(i) && earliest % 2 === 0 && runsOnHost(step, step.inputs.map((operand) => graph.specOf(operand))));
    places[i] = earliest % 2 === (isHost ? 0 : 1) ? earliest : earliest + 1;
  });
  return places;
}

/** The steps that a step of the host depends on. */
function neededByHost(graph: PrimitiveGraph): Set<number> {
  const { producers } = graph;
  const needed = new Set<number>();
  for (let i = graph.steps.length - 1; i >= 0; i--) {
    const step = graph.steps[i] as Step;
    if (!needed.has(i) && !mustRunOnHost(graph, step)) continue;
    for (const operand of operandsOf(step)) {
      const producer = isConstant(operand) ? undefined : producers[operand];
      if (producer !== undefined) needed.add(producer);
    }
  }
  return needed;
}

function stageOf(graph: PrimitiveGraph, steps: readonly Step[], runsOn: Stage['runsOn']): Stage {
  const made = new Set(steps.flatMap((step) => step.outputs));
  const inside = new Set(steps);
  const isId = (operand: Operand): operand is ValueId => !isConstant(operand);
  const inputs = [...new Set(steps.flatMap((step) => operandsOf(step).filter(isId)))].filter((value) => !made.has(value));
  const elsewhere = new Set<Operand>([...graph.steps.filter((step) => !inside.has(step)).flatMap(operandsOf), ...graph.outputs.map(({ operand }) => operand)]);
  const outputs = [...made].filter((value) => elsewhere.has(value));
  return { runsOn, inputs, outputs, graph: partOf(graph, steps, inputs, outputs) };
}

/** Some steps as a graph of their own, values numbered anew. */
function partOf(graph: PrimitiveGraph, steps: readonly Step[], inputs: readonly ValueId[], outputs: readonly ValueId[]): PrimitiveGraph {
  const order = [...inputs, ...steps.flatMap((step) => step.outputs)];
  const numbers = new Map(order.map((value, i) => [value, i]));
  const renumbered = <O>(operand: O): O => (typeof operand === 'number' ? ((numbers.get(operand) ?? operand) as O) : operand);
  const nameOf = new Map<ValueId, string>([
    ...graph.inputs.map(({ name, value }) => [value, name] as const),
    ...graph.steps.flatMap((step) => step.outputs.map((value, i) => [value, i === 0 ? step.name : `${step.name}:${i}`] as const)),
  ]);
  const named = (value: ValueId): { name: string; value: ValueId } => ({ name: nameOf.get(value) ?? String(value), value: renumbered(value) });
  return new PrimitiveGraph({
    inputs: inputs.map(named),
    outputs: outputs.map(named).map(({ name, value }) => ({ name, operand: value })),
    steps: steps.map((step): Step => ({
      ...step,
      inputs: step.inputs.map(renumbered),
      outputs: step.outputs.map(renumbered),
      epilogue: step.epilogue.map((call) => ({ ...call, inputs: call.inputs.map(renumbered) })),
    } as Step)),
    specs: order.map((value) => graph.specs[value] ?? missing(value)),
    pool: graph.pool,
  });
}

function missing(value: ValueId): never {
  throw new KedgeError('INTERNAL', `A stage refers to value ${value}, which the graph does not have.`);
}
