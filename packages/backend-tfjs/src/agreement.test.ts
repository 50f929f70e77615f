import { ops, tensor, type EagerBackend, type EagerValue, type NumericDType, type NumericTensor, type Value } from '@kedge/graph-core';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTfjsBackend } from './create-backend.js';

// tfjs's wasm kernels for moving elements differ from the cpu's in some types and ranks, where they write beyond their
// memory. What moves elements must agree to the bit on any shape and type.

const SHAPE = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 6 });
const DTYPE = fc.constantFrom<NumericDType>('float32', 'int32', 'uint8', 'bool');

function counted(shape: readonly number[], dtype: NumericDType): NumericTensor {
  const size = shape.reduce((product, dim) => product * dim, 1);
  return tensor(Array.from({ length: size }, (_, i) => (dtype === 'bool' ? (i * 7) % 3 === 0 : i % 251) as number), shape, dtype);
}

/** A way of moving the elements of a tensor, chosen by numbers. */
const MOVES: Record<string, (x: Value, shape: readonly number[], choice: readonly number[]) => Value> = {
  transpose: (x, shape, choice) => ops.transpose(x, shape.map((_, i) => i).sort((a, b) => (choice[a] ?? 0) - (choice[b] ?? 0) || a - b)),
  flip: (x, shape, choice) => ops.flip(x, shape.flatMap((_, i) => ((choice[i] ?? 0) % 2 === 0 ? [i] : []))),
  tile: (x, shape, choice) => ops.tile(x, shape.map((_, i) => 1 + ((choice[i] ?? 0) % 2))),
  slice: (x, shape, choice) => ops.slice(x, shape.map((dim, i) => (choice[i] ?? 0) % dim), shape.map((dim, i) => dim - ((choice[i] ?? 0) % dim))),
  stridedSlice: (x, shape, choice) => ops.stridedSlice(x, shape.map((_, i) => ({ begin: null, end: null, step: [1, 2, -1, 3][(choice[i] ?? 0) % 4] ?? 1 }))),
  pad: (x, shape, choice) => ops.pad(x, shape.map((_, i) => [(choice[i] ?? 0) % 3, (choice[i] ?? 0) % 2] as const), { value: 1 }),
  symmetric: (x, shape, choice) => ops.pad(x, shape.map((_, i) => [(choice[i] ?? 0) % 2, 1] as const), { mode: 'symmetric' }),
  concatenate: (x, shape, choice) => ops.concatenate([x, ops.flip(x), x], (choice[0] ?? 0) % shape.length),
  take: (x, shape, choice) => {
    const axis = (choice[0] ?? 0) % shape.length;
    return ops.take(x, tensor(choice.map((place) => (place % (shape[axis] ?? 1)) - (shape[axis] ?? 1)), [choice.length], 'int32'), axis);
  },
  broadcastTo: (x, shape) => ops.broadcastTo(ops.slice(x, shape.map(() => 0), shape.map((dim, i) => (i % 2 === 0 ? 1 : dim))), shape.length < 6 ? [2, ...shape] : shape),
  where: (x) => ops.where(ops.equal(x, 1), ops.flip(x), x),
  split: (x, shape, choice) => ops.split(x, shape[(choice[0] ?? 0) % shape.length] ?? 1, (choice[0] ?? 0) % shape.length).at(-1) as Value,
};

describe('moving elements', () => {
  let backends: EagerBackend[];
  beforeAll(async () => {
    backends = [await createTfjsBackend({ backend: 'cpu' }), await createTfjsBackend({ backend: 'wasm' })];
  });

  it.each(Object.entries(MOVES))('%s gives the same on cpu and wasm', async (_name, move) => {
    const choices = fc.array(fc.integer({ min: 0, max: 11 }), { minLength: 6, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(SHAPE, DTYPE, choices, async (shape, dtype, choice) => {
        const results = backends.map((backend) => backend.tidy(() => move(backend.fromTensor(counted(shape, dtype)), shape, choice) as EagerValue));
        const [cpu, wasm] = await Promise.all(results.map((result) => result.backend.read(result)));
        for (const result of results) result.dispose();
        expect(wasm).toEqual(cpu);
      }),
      { numRuns: 120 },
    );
  });
});
