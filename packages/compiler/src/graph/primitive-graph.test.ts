import { describe, expect, test } from 'vitest';
import { ops, type Value } from '@kedge/graph-core';
import { lowered, variable } from '../../test/building.js';
import { isStep, lifetimes, operandsOf } from '../index.js';

const weight = variable('weight', [4, 4]);
const graph = lowered([[2, 4], [2, 4]], (x) => {
  const [a, b] = ops.split(ops.matmul(ops.matmul(x, weight), weight), 2, 1) as [Value, Value];
  return [ops.add(a, a), a, b];
});

describe('PrimitiveGraph', () => {
  test('value ids are dense: inputs, then what the steps put out, in order', () => {
    expect(graph.inputs.map(({ name, value }) => [name, value])).toEqual([['x', 0], ['x1', 1]]);
    expect(graph.steps.map(({ outputs }) => outputs)).toEqual([[2], [3], [4, 5], [6]]);
    expect(graph.specs).toHaveLength(7);
  });

  test('use counts count every read and every output', () => {
    expect(graph.useCounts).toEqual([1, 0, 1, 1, 3, 1, 1]);
  });

  test('producers are the steps by their place', () => {
    expect(graph.producers).toEqual([undefined, undefined, 0, 1, 2, 2, 3]);
  });

  test('a weight that is read twice is one constant', () => {
    expect(graph.constants.map(({ label }) => label)).toEqual(['weight']);
    expect(graph.steps.slice(0, 2).map((step) => operandsOf(step)[1])).toEqual([graph.constants[0], graph.constants[0]]);
  });

  test('lifetimes reach from the step that makes a value to the last that reads it', () => {
    expect(lifetimes(graph).map(({ first, last }) => [first, last])).toEqual([[-1, 0], [-1, -1], [0, 1], [1, 2], [2, 4], [2, 4], [3, 4]]);
  });

  test('steps narrow to typed attributes', () => {
    const split = graph.steps[2];
    expect(isStep(split, 'split') && split.attrs.sizes).toEqual([2, 2]);
    expect(isStep(split, 'conv')).toBe(false);
    expect(isStep(undefined, 'conv')).toBe(false);
  });
});
