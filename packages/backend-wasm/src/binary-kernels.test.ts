import { ops, tensor, type EagerValue, type Value } from '@kedge/graph-core';
import { withBackend } from '@kedge/op-cases';
import { describe, expect, it } from 'vitest';
import { planBackend } from '../test/plan-backend.js';

/** More than two blocks of elements, and no whole number of vectors. */
const COUNT = 9001;

describe('kernels of two operands', () => {
  it.each<[string, (x: Value) => Value, (x: number) => number]>([
    ['two long rows', (x) => ops.multiply(x, x), (x) => x * x],
    ['a number behind a long row', (x) => ops.multiply(x, 2), (x) => x * 2],
    ['a number before a long row', (x) => ops.subtract(1, x), (x) => 1 - x],
    ['a number before a row of integers', (x) => ops.subtract(7, ops.cast(x, 'int32')), (x) => 7 - x],
  ])('reach every element of %s', async (_what, compute, expected) => {
    const backend = await planBackend({ build: 'baseline' });
    await withBackend(backend, async () => {
      const numbers = Array.from({ length: COUNT }, (_, i) => i % 2000);
      const { data } = await backend.read(compute(backend.fromTensor(tensor(numbers, [COUNT]))) as EagerValue);
      expect(numbers.findIndex((x, i) => data[i] !== expected(x))).toBe(-1);
    });
  });
});
