import { describe, expect, it } from 'vitest';
import { dataOf, HostBackend, variable } from '../../test/host-backend.js';
import { start, thrownBy } from '../../test/tiny.js';
import { FunctionGraph } from '../function-graph.js';
import { producerOf, type Node } from '../node.js';
import type { SymbolicTensor } from '../symbolic-tensor.js';
import { scalar, tensor } from '../tensor.js';
import { TraceScope } from '../trace-scope.js';
import type { Value } from '../value.js';
import { scan, type ScanAttrs } from './control-flow.js';
import * as ops from './index.js';
import { PrimitiveOperation } from './primitive.js';

/** The loop that made a tensor: its arguments, and what it does in a step. */
function loopOf(value: Value | undefined): { node: Node; attrs: ScanAttrs } {
  const node = producerOf(value as SymbolicTensor);
  if (!(node?.operation instanceof PrimitiveOperation)) throw new Error('Expected a loop.');
  return { node, attrs: node.operation.attrs as unknown as ScanAttrs };
}

const typesOf = ({ nodes }: FunctionGraph): string[] => nodes.map(({ operation }) => operation.typeName);

describe('tracing a loop', () => {
  it('G13 traces the step once; carried tensors, slices and outputs have their shapes', () => {
    let traces = 0;
    const x = start('x', [5, null, 3]);
    const { carry, outputs } = scan(
      ([h = 0], [s = 0]) => {
        traces += 1;
        expect((s as Value).shape).toEqual([null, 3]);
        return { carry: [ops.add(h, ops.sum(s, 1))], outputs: [s as Value, ops.max(s, 1)] };
      },
      [tensor([0, 0], [2])],
      [x],
    );
    expect(traces).toBe(1);
    expect(carry.map(({ shape }) => shape)).toEqual([[2]]);
    expect(outputs.map(({ shape }) => shape)).toEqual([[5, null, 3], [5, null]]);
    expect(typesOf(FunctionGraph.trace(x, outputs))).toEqual(['Placeholder', 'scan']);
  });

  it('G13 captures tensors of outside, each once, and hands them to the loop', () => {
    const [x, outside] = [start('x', [4, 2]), start('outside', [2])];
    const weight = variable('w', [1, 2]);
    const { outputs } = scan(([h = 0], [s = 0]) => ({ carry: [ops.add(h, outside)], outputs: [ops.multiply(ops.add(s, outside), weight)] }), [tensor([0, 0], [2])], [x]);
    const { node, attrs } = loopOf(outputs[0]);
    expect(node.inputs).toEqual([x, outside]);
    expect(attrs.body.inputs.map(({ name }) => name)).toEqual(['carry', 'slice', 'captured']);
    expect(attrs.body.nodes.flatMap(({ args }) => args)).toContain(weight);
  });

  it('G13 captures from several scopes around it, by way of the loops between', () => {
    const [x, far] = [start('x', [3, 4, 2]), start('far', [2])];
    const { outputs } = scan(
      (_carry, [rows = 0]) => {
        const near = ops.exp(far);
        const inner = scan((_inner, [row = 0]) => ({ carry: [], outputs: [ops.add(ops.add(row, near), far)] }), [], [rows]);
        return { carry: [], outputs: inner.outputs };
      },
      [],
      [x],
    );
    expect(outputs[0]?.shape).toEqual([3, 4, 2]);
    const outer = loopOf(outputs[0]);
    expect(outer.node.inputs).toEqual([x, far]);
    const innerLoop = outer.attrs.body.nodes.find(({ operation }) => operation.typeName === 'scan');
    const [rows, captured] = outer.attrs.body.inputs;
    expect(innerLoop?.inputs[0]).toBe(rows);
    expect(innerLoop?.inputs.slice(1).map((input) => producerOf(input)?.operation.typeName)).toEqual(['exp', 'Placeholder']);
    expect(innerLoop?.inputs[2]).toBe(captured);
  });

  it('G13 results may be tensors of outside, or inputs handed through', () => {
    const [x, outside] = [start('x', [3, 2]), start('outside', [2])];
    const { carry, outputs } = scan(([h = 0], [s = 0]) => ({ carry: [h as Value], outputs: [outside, s as Value] }), [outside], [x]);
    expect([...carry, ...outputs].map(({ shape }) => shape)).toEqual([[2], [3, 2], [3, 2]]);
  });

  it('G13 inside a scope the loop is a node of that scope', () => {
    const scope = new TraceScope();
    const graph = scope.run(() => {
      const x = start('x', [3, 2]);
      const { outputs } = scan((_c, [s = 0]) => ({ carry: [], outputs: [ops.relu(s)] }), [], [x]);
      return FunctionGraph.trace(x, outputs);
    });
    expect(graph.operations.map(({ name }) => name)).toEqual(['x', 'scan']);
  });

  it.each<[string, () => unknown, string, string]>([
    ['a step that changes a shape', () => scan(([h = 0]) => ({ carry: [ops.expandDims(h, 0)], outputs: [] }), [start('h')], [], { length: 2 }), 'SHAPE_MISMATCH', 'carried tensor 0 enters with shape (null, 2) and leaves a step with (1, null, 2)'],
    ['a step that changes a dtype', () => scan(([h = 0]) => ({ carry: [ops.cast(h, 'int32')], outputs: [] }), [start('h')], [], { length: 2 }), 'DTYPE_MISMATCH', 'enters as float32 and leaves a step as int32'],
    ['a step that loses a tensor', () => scan(() => ({ carry: [], outputs: [] }), [start('h')], [], { length: 2 }), 'INVALID_ARGUMENT', 'returns 1 carried tensors, got 0'],
    ['sequences of two lengths', () => scan((_c, s) => ({ carry: [], outputs: s }), [], [start('a', [2, 1]), start('b', [3, 1])]), 'SHAPE_MISMATCH', 'of one length along their first dimension, got 2, 3'],
    ['a length that the sequence has not', () => scan((_c, s) => ({ carry: [], outputs: s }), [], [start('a', [2, 1])], { length: 4 }), 'SHAPE_MISMATCH', 'got 4, 2'],
    ['neither sequence nor length', () => scan((c) => ({ carry: c, outputs: [] }), [start('h')], []), 'INVALID_ARGUMENT', 'got neither'],
    ['half a step', () => scan((c) => ({ carry: c, outputs: [] }), [start('h')], [], { length: 1.5 }), 'INVALID_ARGUMENT', 'got 1.5'],
    ['a scalar as sequence', () => scan((_c, s) => ({ carry: [], outputs: s }), [], [start('s', [])]), 'SHAPE_MISMATCH', 'got a scalar as sequence 0'],
  ])('G13 refuses %s', (_what, run, code, message) => {
    expect(thrownBy(run)).toMatchObject({ code });
    expect(run).toThrow(message);
  });
});

describe('running a loop', () => {
  const backend = new HostBackend();
  const sequence = backend.fromTensor(tensor([1, 2, 3, 4, 5, 6], [3, 2]));

  it('G13 carries from step to step and collects outputs in order', () => {
    const { carry, outputs } = scan(([h = 0], [s = 0]) => ({ carry: [ops.add(h, s)], outputs: [ops.multiply(s, 10)] }), [tensor([0, 0], [2])], [sequence]);
    expect(dataOf(carry[0])).toEqual([9, 12]);
    expect(dataOf(outputs[0])).toEqual([10, 20, 30, 40, 50, 60]);
    expect(outputs[0]?.shape).toEqual([3, 2]);
  });

  it('G13 walks from the end and keeps the order of outputs', () => {
    const { carry, outputs } = scan(([h = 0], [s = 0]) => ({ carry: [s as Value], outputs: [ops.add(h, s)] }), [tensor([0, 0], [2])], [sequence], { reverse: true });
    expect(dataOf(carry[0])).toEqual([1, 2]);
    expect(dataOf(outputs[0])).toEqual([1 + 3, 2 + 4, 3 + 5, 4 + 6, 5, 6]);
  });

  it('G13 a captured value is used in every step; loops run inside loops', () => {
    const factor = backend.fromTensor(scalar(2));
    const { carry } = scan(
      ([h = 0]) => {
        const inner = scan(([g = 0]) => ({ carry: [ops.multiply(g, factor)], outputs: [] }), [h], [], { length: 2 });
        return { carry: inner.carry, outputs: [] };
      },
      [tensor([1, 3], [2])],
      [],
      { length: 3 },
    );
    expect(dataOf(carry[0])).toEqual([64, 192]);
  });

  it('G13 frees what a step has made before the next one begins', () => {
    const fresh = new HostBackend();
    const x = fresh.fromTensor(tensor(Array.from({ length: 200 }, () => 1), [100, 2]));
    let peak = 0;
    const execute = fresh.execute.bind(fresh);
    fresh.execute = (...args) => {
      peak = Math.max(peak, fresh.live.size);
      return execute(...args);
    };
    const { carry } = scan(([h = 0], [s = 0]) => ({ carry: [ops.add(h, ops.exp(ops.multiply(s, 0)))], outputs: [] }), [x.backend.fromTensor(tensor([0, 0], [2]))], [x]);
    expect(dataOf(carry[0])).toEqual([100, 100]);
    expect(peak).toBeLessThan(15);
  });

  it('G13 keeps what a step carried when it is an output as well', () => {
    const { carry, outputs } = scan(([h = 0], [s = 0]) => ({ carry: [ops.add(h, s)], outputs: [h as Value] }), [tensor([0, 0], [2])], [sequence]);
    expect(dataOf(outputs[0])).toEqual([0, 0, 1, 2, 4, 6]);
    expect(backend.live.has(carry[0] as never)).toBe(true);
  });

  it('G13 a loop without a step gives what it began with; outputs of no step it cannot shape', () => {
    const { carry } = scan((c) => ({ carry: c, outputs: [] }), [backend.fromTensor(tensor([7], [1]))], [], { length: 0 });
    expect(dataOf(carry[0])).toEqual([7]);
    expect(thrownBy(() => scan((c) => ({ carry: [], outputs: c }), [], [backend.fromTensor(tensor([], [0, 2]))]))).toBeInstanceOf(Error);
  });
});
