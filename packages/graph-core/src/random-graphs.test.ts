import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SPEC, start, thrownBy, Tiny } from '../test/tiny.js';
import { cloneSubgraph } from './clone.js';
import type { DisconnectedGraphError } from './errors.js';
import { FunctionGraph } from './function-graph.js';
import { producerOf, type Node } from './node.js';
import { placeholder } from './placeholder.js';
import type { SymbolicTensor } from './symbolic-tensor.js';

/** How a graph is drawn by lot: for each call, which operation is called (new or one of before) and on which tensors. */
const plans = fc.record({
  inputs: fc.integer({ min: 1, max: 4 }),
  calls: fc.array(fc.record({ reuse: fc.option(fc.nat(30), { freq: 3 }), outputs: fc.integer({ min: 1, max: 2 }), takes: fc.array(fc.nat(60), { minLength: 1, maxLength: 3 }) }), { minLength: 1, maxLength: 25 }),
  ends: fc.array(fc.nat(60), { minLength: 1, maxLength: 3 }),
});
type Plan = typeof plans extends fc.Arbitrary<infer P> ? P : never;

interface Made {
  readonly inputs: SymbolicTensor[];
  readonly outputs: SymbolicTensor[];
  /** Every tensor, in the order in which they were made. */
  readonly tensors: SymbolicTensor[];
}

function build({ inputs: count, calls, ends }: Plan): Made {
  const inputs = Array.from({ length: count }, (_, i) => start(`in_${i}`));
  const tensors = [...inputs];
  const operations: Tiny[] = [];
  const pick = (i: number): SymbolicTensor => tensors[i % tensors.length] as SymbolicTensor;
  for (const [i, { reuse, outputs, takes }] of calls.entries()) {
    const known = reuse === null ? undefined : operations[reuse % Math.max(operations.length, 1)];
    const operation = known ?? new Tiny(`op_${i}`, Array.from({ length: outputs }, () => SPEC));
    if (known === undefined) operations.push(operation);
    tensors.push(...operation.allOn(...takes.map(pick)));
  }
  return { inputs, outputs: ends.map((i) => pick(tensors.length - 1 - (i % tensors.length))), tensors };
}

/** What outputs depend on, found the plain way. */
function ancestorsOf(outputs: readonly SymbolicTensor[]): Set<Node> {
  const found = new Set<Node>();
  const visit = (tensor: SymbolicTensor): void => {
    const node = producerOf(tensor);
    if (node === undefined || found.has(node)) return;
    found.add(node);
    node.inputs.forEach(visit);
  };
  outputs.forEach(visit);
  return found;
}

/** Each operation adds up its arguments, its call and the place of the output, so that every way through shows. */
function compute({ inputs, outputs }: { readonly inputs: unknown; readonly outputs: unknown }, values: readonly number[]): number[] {
  const results = FunctionGraph.trace(inputs, outputs).run<readonly number[]>(
    values.map((value) => [value]),
    ({ args, node }) => {
      const sum = args.reduce<number>((total, arg) => total + ((arg as readonly number[])[0] ?? 0), 1);
      return node.outputs.map((_, place) => [(sum * 3 + place) % 1_000_003]);
    },
  );
  return results.map(([value = 0]) => value);
}

const names = (graph: FunctionGraph): string[] => graph.nodes.map(({ operation, index }) => `${operation.name}@${index}`);

describe('any graph', () => {
  it('G2 is minimal: exactly what the outputs need, and unused inputs', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { inputs, outputs } = build(plan);
        const needed = ancestorsOf(outputs);
        for (const input of inputs) needed.add(producerOf(input) as Node);
        expect(new Set(FunctionGraph.trace(inputs, outputs).nodes)).toEqual(needed);
      }),
    );
  });

  it('G2 is in topological order, each node once', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { inputs, outputs } = build(plan);
        const graph = FunctionGraph.trace(inputs, outputs);
        const place = new Map(graph.nodes.map((node, i) => [node, i]));
        expect(place.size).toBe(graph.nodes.length);
        for (const { from, to } of graph.edges) expect(place.get(from)).toBeLessThan(place.get(to) ?? -1);
      }),
    );
  });

  it('G2 is deterministic: built again it comes out in the same order', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const traced = [build(plan), build(plan)].map(({ inputs, outputs }) => FunctionGraph.trace(inputs, outputs));
        const [first, second] = traced as [FunctionGraph, FunctionGraph];
        expect(names(second)).toEqual(names(first));
        expect(second.operations.map(({ name }) => name)).toEqual(first.operations.map(({ name }) => name));
      }),
    );
  });

  it('G1 indices do not depend on what is traced', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { inputs, outputs, tensors } = build(plan);
        const before = tensors.map(({ history }) => history);
        FunctionGraph.trace(inputs, outputs);
        FunctionGraph.trace(inputs, [...tensors].reverse());
        expect(tensors.map(({ history }) => history)).toEqual(before);
        for (const tensor of tensors) expect(producerOf(tensor)?.outputs[tensor.history?.tensorIndex ?? -1]).toBe(tensor);
      }),
    );
  });

  it('G9 operations come once, deepest first', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { inputs, outputs } = build(plan);
        const graph = FunctionGraph.trace(inputs, outputs);
        expect(new Set(graph.operations)).toEqual(new Set(graph.nodes.map(({ operation }) => operation)));
        expect(new Set(graph.operations).size).toBe(graph.operations.length);
        const place = new Map(graph.operations.map((operation, i) => [operation, i]));
        const once = new Set(graph.operations.filter((operation) => graph.nodes.filter((node) => node.operation === operation).length === 1));
        for (const { from, to } of graph.edges) {
          if (once.has(to.operation)) expect(place.get(from.operation)).toBeLessThan(place.get(to.operation) ?? -1);
        }
      }),
    );
  });

  it('G6 gives every value back once, and outputs never', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { inputs, outputs } = build(plan);
        const graph = FunctionGraph.trace(inputs, outputs);
        const freed: object[] = [];
        const made: object[] = [];
        const results = graph.run<object>(
          inputs.map(() => ({})),
          ({ node }) =>
            node.outputs.map(() => {
              const value = {};
              made.push(value);
              return value;
            }),
          (value) => freed.push(value),
        );
        expect(new Set(freed).size).toBe(freed.length);
        expect(new Set([...freed, ...results.filter((value) => made.includes(value))])).toEqual(new Set(made));
        expect(freed.some((value) => results.includes(value))).toBe(false);
      }),
    );
  });

  it('G4 cut in the middle, both halves compute what the whole does', () => {
    fc.assert(
      fc.property(plans, fc.nat(60), (plan, at) => {
        const { inputs, outputs, tensors } = build(plan);
        const cut = tensors[at % tensors.length] as SymbolicTensor;
        const values = inputs.map((_, i) => i + 2);
        const whole = compute({ inputs, outputs }, values);
        const [middle = 0] = compute({ inputs, outputs: [cut] }, values);
        const tailInputs = [...new Set([...inputs, cut])];
        const tailValues = [...values, ...(tailInputs.length > inputs.length ? [middle] : [])];
        expect(compute({ inputs: tailInputs, outputs }, tailValues)).toEqual(whole);
        const clone = cloneSubgraph(tailInputs, outputs, (tensor) => placeholder(tensor, `${tensor.name}_clone`));
        expect(compute(clone, tailValues)).toEqual(whole);
      }),
    );
  });

  it('G3 without one of its inputs is refused if it needs it, and says what the others reach', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { inputs, outputs } = build(plan);
        const [left, ...others] = inputs as [SymbolicTensor, ...SymbolicTensor[]];
        fc.pre(others.length > 0);
        const isNeeded = ancestorsOf(outputs).has(producerOf(left) as Node);
        if (!isNeeded) {
          expect(FunctionGraph.trace(others, outputs).inputs).toEqual(others);
          return;
        }
        const error = thrownBy(() => FunctionGraph.trace(others, outputs)) as DisconnectedGraphError;
        const computable = [...ancestorsOf(outputs)].filter((node) => ![...ancestorsOf(node.outputs)].includes(producerOf(left) as Node));
        expect(error.tensorName).toBe(left.name);
        expect(new Set(error.reached)).toEqual(new Set(computable.map(({ operation }) => operation.name)));
      }),
    );
  });
});
