import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import { expectAgreement } from '../../test/agreement.js';
import { lowered, positiveVariable, randomTensor, variable } from '../../test/building.js';
import { hostArrayOf } from '../host/host-array.js';
import { inferenceRules, rewrite } from '../index.js';

/** Channels of every tensor; kernels and branches fit together by it. */
const C = 4;

/** What is built from a stack of tensors and a seed. */
type Layer = (stack: readonly Value[], seed: number) => Value;

const top = (stack: readonly Value[]): Value => stack.at(-1) as Value;
const channelsOf = (x: Value): number => x.shape.at(-1) ?? C;
const vector = (x: Value, seed: number): ValueLike => variable(`v${seed}`, [channelsOf(x)], seed);
const positive = (x: Value, seed: number): ValueLike => positiveVariable(`p${seed}`, [channelsOf(x)], seed);
const unary = (fn: (x: ValueLike) => Value): Layer => (stack) => fn(top(stack));

/** A tensor further down of the same shape, or the top itself. */
const partner = (stack: readonly Value[], seed: number): Value => {
  const alike = stack.filter((x) => String(x.shape) === String(top(stack).shape));
  return alike[seed % alike.length] ?? top(stack);
};

const toFirst = (x: ValueLike): Value => ops.transpose(x, [0, 3, 1, 2]);
const toLast = (x: ValueLike): Value => ops.transpose(x, [0, 2, 3, 1]);

const layers: Record<string, Layer> = {
  conv: (stack, seed) => ops.conv(top(stack), variable(`k${seed}`, [3, 3, channelsOf(top(stack)), C], seed), { padding: 'same' }),
  groupedConv: (stack, seed) => ops.conv(top(stack), variable(`k${seed}`, [1, 3, channelsOf(top(stack)) / 2, C], seed), { padding: 'same', groups: 2 }),
  depthwise: (stack, seed) => ops.depthwiseConv(top(stack), variable(`k${seed}`, [2, 2, channelsOf(top(stack)), 1 + (seed % 2)], seed), { padding: 'same' }),
  transposed: (stack, seed) => ops.convTranspose(top(stack), variable(`k${seed}`, [2, 2, C, channelsOf(top(stack))], seed), { padding: 'same' }),
  dense: (stack, seed) => ops.matmul(top(stack), variable(`w${seed}`, [channelsOf(top(stack)), C], seed)),
  padded: (stack, seed) => ops.conv(ops.pad(top(stack), [[0, 0], [1, 1], [1, 1], [0, 0]]), variable(`k${seed}`, [3, 3, channelsOf(top(stack)), C], seed)),
  normalize: (stack, seed) => ops.batchNormalization(top(stack), vector(top(stack), seed), positive(top(stack), seed + 1), { offset: vector(top(stack), seed + 2), scale: vector(top(stack), seed + 3) }),
  bias: (stack, seed) => ops.add(top(stack), vector(top(stack), seed)),
  scale: (stack, seed) => ops.multiply(vector(top(stack), seed), top(stack)),
  rescale: (stack, seed) => ops.divide(top(stack), positive(top(stack), seed)),
  minus: (stack, seed) => (seed % 2 === 0 ? ops.subtract(top(stack), vector(top(stack), seed)) : ops.subtract(vector(top(stack), seed), top(stack))),
  half: unary((x) => ops.multiply(x, 0.5)),
  negative: unary(ops.negative),
  nothing: unary((x) => ops.add(ops.multiply(ops.identity(x), 1), 0)),
  relu: unary(ops.relu),
  sigmoid: unary(ops.sigmoid),
  shortcut: (stack, seed) => ops.add(top(stack), partner(stack, seed)),
  concatenate: (stack, seed) => (channelsOf(top(stack)) > 8 ? ops.relu(top(stack)) : ops.concatenate([top(stack), partner(stack, seed)], 3)),
  again: (stack, seed) => stack[seed % stack.length] as Value,
  channelsFirst: unary((x) => toLast(ops.relu(toFirst(x)))),
  reshapes: unary((x) => ops.reshape(ops.reshape(x, [-1, channelsOf(x as Value)]), (x as Value).shape)),
  averagePool: unary((x) => ops.averagePool(x, 2, { strides: 1, padding: 'same' })),
  maxPool: unary((x) => ops.maxPool(x, 2, { strides: 1, padding: 'same' })),
};

const plan = fc.array(fc.record({ layer: fc.constantFrom(...Object.keys(layers)), seed: fc.integer({ min: 1, max: 60 }) }), { minLength: 1, maxLength: 12 });

function build(steps: readonly { readonly layer: string; readonly seed: number }[]): (x: Value) => Value[] {
  return (x) => {
    const stack: Value[] = [x];
    for (const { layer, seed } of steps) stack.push((layers[layer] as Layer)(stack, seed));
    // The last tensor, and one from the middle: what is put out must survive.
    return [top(stack), ops.relu(stack[Math.floor(stack.length / 2)] as Value)];
  };
}

test('random graphs compute the same after rewriting, and rewriting them again changes nothing', () => {
  const fired = new Set<string>();
  fc.assert(
    fc.property(plan, fc.integer({ min: 1, max: 1000 }), (steps, seed) => {
      const original = lowered([[1, 3, 3, C]], build(steps));
      const { graph, log } = rewrite(original, inferenceRules);
      for (const { rule } of log) fired.add(rule);
      expect(graph.steps.length).toBeLessThanOrEqual(original.steps.length + steps.length);
      expectAgreement(original, graph, [hostArrayOf(randomTensor([1, 3, 3, C], seed))]);
      expect(rewrite(graph, inferenceRules).log).toEqual([]);
    }),
    { numRuns: 300, seed: 20240607 },
  );
  expect([...fired]).toEqual(expect.arrayContaining(['scale-into-weights', 'merge-affine', 'normalization-is-affine', 'common-subexpression', 'pad-into-convolution', 'transpose-through-elementwise']));
});
