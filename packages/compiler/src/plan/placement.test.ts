import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ops, type Value } from '@kedge/graph-core';
import { lowered, variable } from '../../test/building.js';
import { isConstant, operandsOf, placeInConcatenations, planMemory, type PrimitiveGraph, type StridedAccess, type ValueId } from '../index.js';

const everything: StridedAccess = { canWrite: () => true, canRead: () => true };

/** What each value's name is, in the order of the graph. */
function placed(graph: PrimitiveGraph, access = everything): (string | undefined)[] {
  const placements = placeInConcatenations(graph, access);
  return graph.specs.map((_, value) => {
    const at = placements.get(value);
    return at === undefined ? undefined : `%${at.into}+${at.offset}/${at.rowStride}`;
  });
}

const conv = (x: Value, filters: number, seed = 1): Value => ops.conv(x, variable(`k${filters}${seed}`, [1, 1, x.shape.at(-1) ?? 1, filters], seed));

describe('placeInConcatenations', () => {
  test('branches are written into slices of the channels', () => {
    const graph = lowered([[1, 4, 4, 2]], (x) => ops.concatenate([conv(x, 3), conv(x, 5)], -1));
    expect(placed(graph)).toEqual([undefined, '%3+0/8', '%3+3/8', undefined]);
  });

  test('pieces that follow each other need no stride', () => {
    const graph = lowered([[1, 4, 2]], (x) => ops.concatenate([ops.exp(x), ops.relu(x)], 1));
    expect(placed(graph, { canWrite: () => true, canRead: () => false })).toEqual([undefined, '%3+0/2', '%3+8/2', undefined]);
  });

  test('one inside another lies in the outermost', () => {
    const graph = lowered([[1, 4, 4, 2]], (x) => {
      const inner = ops.concatenate([conv(x, 3), conv(x, 5)], -1);
      return ops.concatenate([conv(x, 1), inner], -1);
    });
    expect(placed(graph)).toEqual([undefined, '%5+0/9', '%5+1/9', '%5+4/9', '%5+1/9', undefined]);
  });

  test('what cannot be written or read so stays by itself, and so do inputs, outputs, reshapes and what is there twice', () => {
    const two = (x: Value): Value => ops.concatenate([conv(x, 3), conv(x, 5)], -1);
    expect(placed(lowered([[1, 4, 4, 2]], two), { ...everything, canWrite: () => false })).toEqual([undefined, undefined, undefined, undefined]);
    const readElsewhere = lowered([[1, 4, 4, 2]], (x) => { const y = conv(x, 3); return [ops.concatenate([y, conv(x, 5)], -1), ops.sum(y)]; });
    expect(placed(readElsewhere, { ...everything, canRead: () => false }).filter((at) => at !== undefined)).toHaveLength(1);
    expect(placed(lowered([[4, 2]], (x) => ops.concatenate([x, ops.reshape(ops.exp(x), [4, 2])], 0)))).toEqual([undefined, undefined, undefined, undefined]);
    expect(placed(lowered([[4, 2]], (x) => { const y = ops.exp(x); return [y, ops.concatenate([y, x], 0)]; }))).toEqual([undefined, undefined, undefined]);
    expect(placed(lowered([[4, 2]], (x) => { const y = ops.exp(x); return ops.concatenate([y, y], 0); }))).toEqual([undefined, undefined, undefined]);
  });

  test('random graphs: with values placed, no step destroys what another needs', () => {
    const choice = fc.record({ kind: fc.nat(5), from: fc.nat(30), other: fc.nat(30) });
    let count = 0;
    fc.assert(
      fc.property(fc.array(choice, { minLength: 2, maxLength: 25 }), fc.boolean(), (choices, canStride) => {
        const graph = lowered([[1, 4, 2], [1, 2, 4]], (...inputs) => {
          const made: Value[] = [...inputs];
          for (const { kind, from, other } of choices) {
            const x = made[from % made.length] as Value;
            const rank = made.filter((y) => y.shape.slice(0, -1).join() === x.shape.slice(0, -1).join());
            const rows = made.filter((y) => y.shape.at(-1) === x.shape.at(-1));
            const pick = (values: readonly Value[]): Value => values[other % values.length] as Value;
            const size = x.shape.reduce<number>((n, d) => n * (d ?? 1), 1);
            if (size > 400) continue;
            made.push([() => ops.relu(x), () => ops.concatenate([x, pick(rank)], -1), () => ops.concatenate([pick(rows), x], 1), () => ops.softmax(x), () => ops.reshape(x, [1, size / 2, 2]), () => ops.concatenate([ops.exp(x), ops.negative(x), x], -1)][kind]?.() ?? x);
          }
          return [made.at(-1) as Value, made[Math.floor(made.length / 2)] as Value];
        });
        count += expectSound(graph, { canWrite: () => true, canRead: () => canStride });
      }),
      { numRuns: 300, seed: 11 },
    );
    expect(count).toBeGreaterThan(300);
  });
});

/**
 * Runs a plan with marks in place of numbers: each element of a value holds the value's number and its own.
 *
 * @returns How many values were placed.
 */
function expectSound(graph: PrimitiveGraph, access: StridedAccess): number {
  const placements = placeInConcatenations(graph, access);
  const plan = planMemory(graph, { placements, spareBytes: 0, alignment: 4 });
  const arena = Array.from({ length: plan.arenaBytes / 4 }, () => '');
  const mark = new Map<ValueId, readonly string[]>();
  const sizeOf = (value: ValueId): number => graph.specOf(value).shape.reduce<number>((size, dim) => size * (dim ?? 0), 1);
  const places = (value: ValueId): number[] => {
    const columns = graph.specOf(value).shape.at(-1) ?? 1;
    const stride = placements.get(value)?.rowStride ?? columns;
    const base = (plan.offsets[value] ?? 0) / 4;
    return Array.from({ length: sizeOf(value) }, (_, i) => base + Math.floor(i / columns) * stride + (i % columns));
  };
  const write = (value: ValueId, marks: readonly string[]): void => {
    mark.set(value, marks);
    places(value).forEach((at, i) => (arena[at] = marks[i] ?? ''));
  };
  const check = (value: ValueId): void => {
    const found = places(value).map((at) => arena[at]);
    if (found.join() !== mark.get(value)?.join()) throw new Error(`%${value} was destroyed.\n${graph}\n${JSON.stringify([...placements])}`);
  };
  const own = (value: ValueId): string[] => Array.from({ length: sizeOf(value) }, (_, i) => `${value}:${i}`);
  for (const { value } of graph.inputs) write(value, own(value));
  for (const step of graph.steps) {
    const values = operandsOf(step).filter((operand) => !isConstant(operand)) as ValueId[];
    for (const value of values) check(value);
    for (const output of step.outputs) {
      if (step.primitive === 'reshape') write(output, mark.get(values[0] ?? -1) ?? []);
      else if (step.primitive === 'concatenate') write(output, concatenated(graph, output, step.inputs as ValueId[], step.attrs.axis, mark));
      else write(output, own(output));
    }
  }
  for (const { operand } of graph.outputs) if (!isConstant(operand)) check(operand);
  return placements.size;
}

function concatenated(graph: PrimitiveGraph, output: ValueId, inputs: readonly ValueId[], axis: number, mark: ReadonlyMap<ValueId, readonly string[]>): string[] {
  const shape = graph.specOf(output).shape as readonly number[];
  const outer = shape.slice(0, axis < 0 ? axis + shape.length : axis).reduce((a, b) => a * b, 1);
  return Array.from({ length: outer }, (_, row) => inputs.flatMap((input) => {
    const marks = mark.get(input) ?? [];
    const piece = marks.length / outer;
    return marks.slice(row * piece, (row + 1) * piece);
  })).flat();
}
