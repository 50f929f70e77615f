import { describe, expect, test } from 'vitest';
import { ops, type EagerValue, type Shape, type Value, type ValueLike } from '@kedge/graph-core';
import { evaluateGraph } from '../../test/evaluate-graph.js';
import { HostBackend } from '../../test/host-backend.js';
import { lowered, randomTensor, variable } from '../../test/building.js';
import { hostArrayOf } from '../host/host-array.js';
import { prepare, type PreparedGraph } from '../index.js';

const weight = variable('weight', [4, 4]);

interface Prepared {
  readonly backend: HostBackend;
  readonly prepared: PreparedGraph;
  readonly inputs: EagerValue[];
}

function prepared(shapes: readonly Shape[], build: (...inputs: Value[]) => Value | readonly Value[], actual = shapes): Prepared {
  const backend = new HostBackend();
  const graph = lowered(shapes, build);
  const inputs = actual.map((shape, i) => backend.fromTensor(randomTensor(shape.map((dim) => dim ?? 1), i + 1)));
  return { backend, prepared: prepare(graph, backend), inputs };
}

async function read(backend: HostBackend, values: readonly EagerValue[]): Promise<number[][]> {
  const tensors = await Promise.all(values.map((value) => backend.read(value)));
  return tensors.map(({ data }) => Array.from(data, Number));
}

/** Runs twice and expects that nothing is left behind but constants, inputs and outputs. */
function runCounted({ backend, prepared, inputs }: Prepared): EagerValue[] {
  const before = backend.live.size;
  for (const value of prepared.run(inputs)) if (!inputs.includes(value)) value.dispose();
  expect(backend.live.size).toBe(before);
  const outputs = prepared.run(inputs);
  expect(backend.live.size).toBe(before + new Set(outputs.filter((value) => !inputs.includes(value))).size);
  return outputs;
}

describe('prepare', () => {
  test('runs a graph as its definition says, and frees what it made', async () => {
    const made = prepared([[2, 4]], (x) => {
      const y = ops.matmul(x, weight);
      return [ops.add(ops.relu(y), ops.multiply(y, 2)), ops.sum(y)];
    });
    const outputs = runCounted(made);
    const expected = evaluateGraph(made.prepared.graph, [hostArrayOf(randomTensor([2, 4], 1))], { rounds: true });
    expect(await read(made.backend, outputs)).toEqual(expected.map(({ data }) => Array.from(data)));
  });

  test('a graph with open sizes takes any, again and again', () => {
    const made = prepared([[null, 4]], (x) => ops.matmul(x, weight), [[3, 4]]);
    expect(runCounted(made)[0]?.shape).toEqual([3, 4]);
    const other = made.backend.fromTensor(randomTensor([5, 4], 1));
    expect(made.prepared.run([other])[0]?.shape).toEqual([5, 4]);
  });

  test('constants are uploaded once, whatever reads them, and freed on dispose', () => {
    const { backend, prepared: graph, inputs } = prepared([[2, 4]], (x) => ops.add(ops.matmul(ops.matmul(x, weight), weight), ops.sum(x)));
    expect(backend.live.size).toBe(2);
    for (const value of graph.run(inputs)) value.dispose();
    graph.dispose();
    expect([...backend.live]).toEqual(inputs);
    expect(() => graph.run(inputs)).toThrow(expect.objectContaining({ code: 'DISPOSED' }));
  });

  test('runs after the pool has let go of the values in host memory', () => {
    const made = prepared([[2, 4]], (x) => [ops.matmul(x, weight), ops.identity(weight)]);
    made.prepared.graph.pool.release();
    expect(runCounted(made)).toHaveLength(2);
  });

  test('a backend may hand values through: they are freed once nobody needs them', async () => {
    const made = prepared([[4]], (x) => {
      const y = ops.exp(x);
      return ops.add(ops.identity(y), ops.relu(ops.identity(ops.identity(y))));
    });
    const [output] = runCounted(made);
    const x = randomTensor([4], 1).data;
    expect(await read(made.backend, [output as EagerValue])).toEqual([Array.from(x, (value) => Math.fround(Math.fround(Math.exp(value)) * 2))]);
  });

  test('outputs may be inputs, constants, and the same value twice', async () => {
    const made = prepared([[4]], (x) => {
      const y = ops.exp(x);
      return [x, weight as unknown as Value, y, y];
    });
    const outputs = made.prepared.run(made.inputs);
    expect(outputs[0]).toBe(made.inputs[0]);
    expect(outputs[2]).toBe(outputs[3]);
    outputs[1]?.dispose();
    const again = made.prepared.run(made.inputs);
    expect(await read(made.backend, [again[1] as EagerValue])).toEqual([Array.from(weight.hostValue().data, Number)]);
  });

  test('steps with several outputs, some of them unused', () => {
    expect(runCounted(prepared([[2, 4]], (x) => ops.split(x, 4, 1)[2] as Value))[0]?.shape).toEqual([2, 1]);
  });
});

describe('loops', () => {
  const cumulate = (x: ValueLike, options = {}): { carry: Value[]; outputs: Value[] } =>
    ops.scan(([sum = 0], [slice = 0]) => { const next = ops.add(sum, slice); return { carry: [next], outputs: [next] }; }, [ops.zeros([2])], [x], options);

  test('carry, collect in order, and free what each step made', async () => {
    const made = prepared([[3, 2]], (x) => { const { carry, outputs } = cumulate(x); return [...carry, ...outputs]; });
    const outputs = runCounted(made);
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = Array.from(randomTensor([3, 2], 1).data);
    const [ac, bd] = [Math.fround(a + c), Math.fround(b + d)];
    const last = [Math.fround(ac + e), Math.fround(bd + f)];
    expect(await read(made.backend, outputs)).toEqual([last, [a, b, ac, bd, ...last]]);
  });

  test('backwards, outputs in the order of the sequence', async () => {
    const made = prepared([[2, 2]], (x) => cumulate(x, { reverse: true }).outputs);
    const [a = 0, b = 0, c = 0, d = 0] = Array.from(randomTensor([2, 2], 1).data);
    expect(await read(made.backend, runCounted(made))).toEqual([[Math.fround(a + c), Math.fround(b + d), c, d]]);
  });

  test('without sequences, a fixed number of times; captured tensors are read each time', async () => {
    const made = prepared([[2]], (x) => ops.scan(([y = 0]) => ({ carry: [ops.add(y, x)], outputs: [] }), [ops.zeros([2])], [], { length: 3 }).carry);
    const tripled = Array.from(randomTensor([2], 1).data, (v) => Math.fround(Math.fround(v + v) + v));
    expect(await read(made.backend, runCounted(made))).toEqual([tripled]);
  });

  test('a carry that is handed through, and bodies that give constants', async () => {
    const bias = variable('bias', [2]);
    const made = prepared([[3, 2]], (x) => {
      const { carry, outputs } = ops.scan(([kept = 0], [slice = 0]) => ({ carry: [kept as Value], outputs: [ops.add(slice, kept), ops.identity(bias)] }), [bias], [x]);
      return [...carry, ...outputs];
    });
    const outputs = runCounted(made);
    for (const value of outputs) value.dispose();
    const [kept, , biases] = await read(made.backend, made.prepared.run(made.inputs));
    const values = Array.from(bias.hostValue().data, Number);
    expect(kept).toEqual(values);
    expect(biases).toEqual([...values, ...values, ...values]);
  });

  test('no steps at all is an error where outputs would have no shape', () => {
    const made = prepared([[null, 2]], (x) => cumulate(x).outputs, [[0, 2]]);
    expect(() => made.prepared.run(made.inputs)).toThrow(/at least one step with a known count, got 0/);
  });
});

describe('run refuses', () => {
  test('too few inputs, other shapes, other dtypes', () => {
    const { backend, prepared: graph } = prepared([[null, 4]], (x) => ops.matmul(x, weight), [[2, 4]]);
    expect(() => graph.run([])).toThrow(/Expected 1 inputs \(x\), got 0/);
    expect(() => graph.run([backend.fromTensor(randomTensor([2, 5], 1))])).toThrow(/Input 'x' takes float32 \(null, 4\), got float32 \(2, 5\)/);
    expect(() => graph.run([backend.fromTensor({ data: new Int32Array(8), shape: [2, 4], dtype: 'int32' })])).toThrow(/got int32/);
  });

  test('sizes that were left open in attributes, and leaves nothing behind', () => {
    const made = prepared([[null, 4]], (x) => ops.add(ops.exp(x), ops.zerosLike(x)), [[2, 4]]);
    const before = made.backend.live.size;
    expect(() => made.prepared.run(made.inputs)).toThrow(expect.objectContaining({ code: 'UNBOUND_SHAPE' }));
    expect(made.backend.live.size).toBe(before);
  });
});
