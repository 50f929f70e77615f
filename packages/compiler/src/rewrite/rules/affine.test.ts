import { describe, expect, test } from 'vitest';
import { ops, tensor, type Value, type ValueLike } from '@kedge/graph-core';
import { lowered, positiveVariable, primitivesOf, TestVariable, variable } from '../../../test/building.js';
import { testRules } from '../../../test/rule-cases.js';
import { rewrite } from '../rewrite.js';
import { affineRules } from './affine.js';

const [a, b, c, d] = [1, 2, 3, 4].map((seed) => variable(`v${seed}`, [4], seed)) as [TestVariable, TestVariable, TestVariable, TestVariable];
const mean = variable('mean', [4], 5);
const variance = positiveVariable('variance', [4], 6);
const column = variable('column', [4, 1, 1], 7);
const larger = variable('larger', [2, 1, 1, 4], 8);

testRules(affineRules, {
  'normalization-is-affine': {
    applies: [
      { title: 'all parameters', build: (x) => ops.batchNormalization(x, mean, variance, { offset: a, scale: b }), leaves: ['multiply', 'add'] },
      { title: 'without scale and offset', build: (x) => ops.batchNormalization(x, mean, variance), leaves: ['multiply', 'add'] },
      { title: 'scalars', build: (x) => ops.batchNormalization(x, 0.5, 2, { offset: 1, scale: 3, epsilon: 0.1 }), leaves: ['multiply', 'add'] },
    ],
    leavesAlone: [
      { title: 'statistics of the batch', build: (x) => ops.batchNormalization(x, ops.mean(x, [0, 1, 2]), variance) },
      { title: 'a scale that is computed', inputs: [[1, 4, 4, 4], [4]], build: (x, scale) => ops.batchNormalization(x, mean, variance, { scale }) },
    ],
  },
  'subtract-constant': {
    applies: [{ title: 'x - c', build: (x) => ops.subtract(x, a), leaves: ['add'] }],
    leavesAlone: [
      { title: 'c - x', build: (x) => ops.subtract(a, x) },
      { title: 'x - y', build: (x) => ops.subtract(x, ops.exp(x)) },
      { title: 'integers, of which the smallest has no negative', build: (x) => ops.subtract(ops.cast(x, 'int32'), 3) },
    ],
  },
  'merge-affine': {
    applies: [
      { title: 'two factors', build: (x) => ops.divide(ops.multiply(x, a), variance), leaves: ['multiply'] },
      { title: 'two offsets', build: (x) => ops.subtract(ops.add(x, a), b), leaves: ['add'] },
      { title: 'a run of all of them', build: (x) => ops.subtract(c, ops.multiply(ops.add(ops.negative(ops.multiply(x, a)), b), d)), leaves: ['multiply', 'add'] },
      { title: 'shift, scale, shift', build: (x) => ops.add(ops.multiply(ops.add(x, a), b), c), leaves: ['multiply', 'add'] },
      { title: 'a scalar and a vector', build: (x) => ops.multiply(ops.multiply(x, 2), a), leaves: ['multiply'] },
    ],
    leavesAlone: [
      { title: 'one factor and one offset', build: (x) => ops.add(ops.multiply(x, a), b) },
      { title: 'one division, which a product with the inverse would round differently', build: (x) => ops.divide(x, 3) },
      { title: 'read between', build: (x) => { const y = ops.multiply(x, a); return [ops.multiply(y, b), y]; } },
      { title: 'two computed operands', build: (x) => ops.multiply(ops.multiply(x, a), ops.exp(x)) },
      { title: 'a row and a column, which together would be a whole image', build: (x) => ops.multiply(ops.multiply(x, a), column) },
      { title: 'a constant that makes the result larger', build: (x) => ops.multiply(ops.multiply(x, a), larger) },
      { title: 'one divided by x', build: (x) => ops.multiply(ops.divide(1, x), a) },
      { title: 'integers, which wrap around', build: (x) => ops.multiply(ops.multiply(ops.cast(x, 'int32'), 3), 5) },
    ],
  },
});

describe('folded constants', () => {
  const normalize = (x: ValueLike, scale: ValueLike, offset: ValueLike): Value => ops.batchNormalization(x, mean, variance, { scale, offset, epsilon: 1e-3 });

  test('are computed in double precision and rounded once', () => {
    const { graph } = rewrite(lowered([[1, 4, 4, 4]], (x) => normalize(x, b, a)), affineRules);
    const [factor, offset] = graph.constants.map((constant) => [...constant.value().data]);
    const values = [a, b, mean, variance].map((v) => [...v.hostValue().data].map(Number)) as [number[], number[], number[], number[]];
    const exact = values[0].map((_, i) => (values[1][i] ?? 0) / Math.sqrt((values[3][i] ?? 0) + 1e-3));
    expect(factor).toEqual(exact.map(Math.fround));
    // One rounding of the exact result; rounding the factor first would differ in the last place for some of these.
    expect(offset).toEqual(exact.map((scale, i) => Math.fround((values[0][i] ?? 0) - (values[2][i] ?? 0) * scale)));
  });

  test('read weights when they are asked for, once, and let go of them', () => {
    const [scale, offset] = [variable('scale', [4]), variable('offset', [4])];
    const { graph } = rewrite(lowered([[1, 4, 4, 4]], (x) => normalize(x, scale, offset)), affineRules);
    expect([scale.reads, offset.reads]).toEqual([0, 0]);
    for (const constant of graph.constants) expect(constant.value()).toBe(constant.value());
    expect([scale.reads, offset.reads]).toEqual([1, 1]);
    graph.pool.release();
    expect(() => graph.constants[0]?.value()).toThrow(expect.objectContaining({ code: 'CONSTANT_RELEASED' }));
  });

  test('are the same objects when the same model is lowered again with its pool', () => {
    const build = (x: Value): Value => normalize(x, b, a);
    const first = lowered([[1, 4, 4, 4]], build);
    const second = lowered([[2, 4, 4, 4]], build, { pool: first.pool });
    const [one, two] = [first, second].map((graph) => rewrite(graph, affineRules).graph.constants);
    expect(one).toHaveLength(2);
    expect(two?.map((constant, i) => constant === one?.[i])).toEqual([true, true]);
  });

  test('NaN, infinities and zero deviations come out as they would step by step', () => {
    const odd = new TestVariable('odd', tensor([NaN, Infinity, 0, -1], [4]));
    const { graph } = rewrite(lowered([[1, 4]], (x) => ops.multiply(ops.multiply(x, odd), 2)), affineRules);
    expect(primitivesOf(graph)).toEqual(['multiply']);
    expect([...(graph.constants[0]?.value().data ?? [])]).toEqual([NaN, Infinity, 0, -2]);
  });
});
