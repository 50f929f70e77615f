import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BYTES_PER_ELEMENT, ops, type Value } from '@kedge/graph-core';
import { lowered, variable } from '../../test/building.js';
import { isConstant, operandsOf, planMemory, type MemoryPlan, type PrimitiveGraph, type ValueId } from '../index.js';

const SPARE = 16;
const room = (elements: number): number => Math.ceil((elements * 4 + SPARE) / 16) * 16;

function bytesOf(graph: PrimitiveGraph, value: ValueId): number {
  const { shape, dtype } = graph.specOf(value);
  return shape.reduce<number>((size, dim) => size * (dim ?? 0), 1) * BYTES_PER_ELEMENT[dtype];
}

/**
 * Runs a plan with marks in place of numbers: every step finds its inputs whole, and its outputs, written with their spare
 * bytes, destroy nothing that is still needed. A reshape writes nothing: what it gives is what it was given.
 */
function expectSound(graph: PrimitiveGraph, plan: MemoryPlan): void {
  const arena = new Int32Array(plan.arenaBytes).fill(-1);
  const source = new Map<ValueId, ValueId>();
  const markOf = (value: ValueId): ValueId => source.get(value) ?? value;
  const regionOf = (value: ValueId): Int32Array => arena.subarray(plan.offsets[value], (plan.offsets[value] ?? 0) + bytesOf(graph, value));
  const write = (value: ValueId): void => {
    arena.fill(-1, plan.offsets[value], (plan.offsets[value] ?? 0) + bytesOf(graph, value) + SPARE);
    regionOf(value).fill(value);
  };
  const check = (value: ValueId, where: string): void => {
    if (!regionOf(value).every((mark) => mark === markOf(value))) throw new Error(`%${value} was destroyed before ${where}.\n${graph}\n${JSON.stringify(plan)}`);
  };
  for (const { value } of graph.inputs) write(value);
  for (const step of graph.steps) {
    const values = operandsOf(step).filter((operand) => typeof operand === 'number');
    for (const value of values) check(value, step.name);
    const isReshape = step.primitive === 'reshape' && !isConstant(step.inputs[0] ?? -1);
    for (const output of step.outputs) {
      if (isReshape) source.set(output, markOf(values[0] ?? -1));
      else write(output);
    }
  }
  for (const { operand } of graph.outputs) if (!isConstant(operand)) check(operand, 'the end');
  expect(plan.offsets.every((offset) => offset % 16 === 0)).toBe(true);
}

describe('planMemory', () => {
  test('a chain of convolutions needs room for two images', () => {
    const conv = (x: Value): Value => ops.conv(x, variable('k', [3, 3, 4, 4]), { padding: 'same' });
    const graph = lowered([[1, 8, 8, 4]], (x) => conv(conv(conv(conv(x)))));
    const plan = planMemory(graph);
    expectSound(graph, plan);
    expect(plan.arenaBytes).toBe(2 * room(256));
  });

  test('elementwise steps overwrite their input, reshapes are their input', () => {
    const graph = lowered([[4, 4]], (x) => ops.exp(ops.add(ops.relu(ops.reshape(x, [2, 8])), 1)));
    const plan = planMemory(graph);
    expectSound(graph, plan);
    expect(plan.buffers).toEqual([{ first: -1, last: graph.steps.length, bytes: 64, values: [0, 1, 2, 3, 4], offset: 0 }]);
  });

  test('what is still needed is not overwritten, through an alias neither', () => {
    const graph = lowered([[4, 4]], (x) => {
      const y = ops.exp(x);
      const z = ops.relu(ops.reshape(y, [16]));
      return [ops.sum(ops.reshape(z, [4, 4])), ops.sum(y)];
    });
    const plan = planMemory(graph);
    expectSound(graph, plan);
    expect(plan.buffers.filter(({ bytes }) => bytes === 64)).toHaveLength(2);
  });

  test('a shortcut keeps its tensor to the end of the block', () => {
    const conv = (x: Value): Value => ops.conv(x, variable('k', [3, 3, 4, 4]), { padding: 'same' });
    const graph = lowered([[1, 8, 8, 4]], (x) => { const y = conv(x); return ops.add(conv(conv(y)), y); });
    const plan = planMemory(graph);
    expectSound(graph, plan);
    expect(plan.arenaBytes).toBe(3 * room(256));
  });

  test('small buffers go into the gaps that large ones leave', () => {
    const graph = lowered([[64], [8]], (x, y) => [ops.sum(ops.tile(ops.sum(x, null, true), [64])), ops.sum(ops.tile(y, [2]))]);
    const plan = planMemory(graph);
    expectSound(graph, plan);
    const total = plan.buffers.reduce((sum, { bytes }) => sum + Math.ceil((bytes + SPARE) / 16) * 16, 0);
    expect(plan.arenaBytes).toBeLessThan(total);
  });

  test('bytes, not elements, count for whether an output fits over an input', () => {
    const graph = lowered([[16]], (x) => ops.sum(ops.cast(ops.cast(x, 'bool'), 'float32')));
    const plan = planMemory(graph);
    expectSound(graph, plan);
    expect(plan.buffers.map(({ bytes }) => bytes)).toEqual([64, 16, 64, 4]);
  });

  test('what may share is for the machine to say', () => {
    const graph = lowered([[4, 4]], (x) => ops.exp(ops.relu(x)));
    const plan = planMemory(graph, { sharing: () => [], spareBytes: 0, alignment: 64 });
    expectSound(graph, plan);
    expect(plan.buffers.map(({ offset }) => offset)).toEqual([0, 64, 0]);
  });

  test('sizes that are not known are refused', () => {
    expect(() => planMemory(lowered([[null, 4]], (x) => ops.relu(x)))).toThrow(expect.objectContaining({ code: 'UNBOUND_SHAPE' }));
  });

  test('random graphs: no step destroys what another needs, and the arena is at least what lives at once', () => {
    const choice = fc.record({ kind: fc.nat(6), from: fc.nat(30), other: fc.nat(30) });
    fc.assert(
      fc.property(fc.array(choice, { minLength: 1, maxLength: 30 }), (choices) => {
        const graph = lowered([[4, 4], [2, 8]], (...inputs) => {
          const made: Value[] = [...inputs];
          for (const { kind, from, other } of choices) {
            const x = made[from % made.length] as Value;
            const alike = made.filter(({ shape }) => String(shape) === String(x.shape));
            const y = alike[other % alike.length] as Value;
            made.push([() => ops.relu(x), () => ops.add(x, y), () => ops.reshape(x, [-1]), () => ops.reshape(x, [x.shape.reduce<number>((n, d) => n * (d ?? 1), 1) / 2, 2]), () => ops.concatenate([x, y], 0), () => ops.softmax(x), () => ops.multiply(x, 2)][kind]?.() ?? x);
          }
          return [made.at(-1) as Value, made[Math.floor(made.length / 2)] as Value];
        });
        const plan = planMemory(graph);
        expectSound(graph, plan);
        const peak = Math.max(...graph.steps.map((_, i) => plan.buffers.filter(({ first, last }) => first <= i && i <= last).reduce((sum, { bytes }) => sum + Math.ceil((bytes + SPARE) / 16) * 16, 0)), 0);
        expect(plan.arenaBytes).toBeGreaterThanOrEqual(peak);
      }),
      { numRuns: 300, seed: 7 },
    );
  });
});
