import { hostEvaluator, inferOutputs, type HostArray, type LoweredAttrs } from '@kedge/compiler';
import { tensor, type EagerBackend, type EagerValue, type NumericTensor, type PrimitiveName } from '@kedge/graph-core';
import { allowedDeviation, type Tolerance } from '@kedge/op-cases';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { planBackend } from '../test/plan-backend.js';

const RUNS = 150;

/** Sizes around the ends of vectors of 4 and 16 elements. */
const dim = fc.integer({ min: 1, max: 17 });
const shapeOf = (most: number): fc.Arbitrary<number[]> => fc.array(dim, { minLength: 1, maxLength: most }).filter((dims) => dims.reduce((a, b) => a * b, 1) <= 6000);

/** Whole numbers, so that sums of them are exact in any order; they tell positions apart. */
function numbered(shape: readonly number[], dtype: 'float32' | 'int32' = 'float32'): NumericTensor {
  const count = shape.reduce((a, b) => a * b, 1);
  return tensor(Array.from({ length: count }, (_, i) => ((i * 7919) % 2003) - 1001), shape, dtype) as NumericTensor;
}

const dtypes = fc.constantFrom('float32' as const, 'int32' as const);

describe('kernels answer as the host does', () => {
  const host = hostEvaluator();
  let backend: EagerBackend;
  beforeAll(async () => {
    backend = await planBackend({ build: 'baseline' });
  });

  async function expectHostAnswer<K extends PrimitiveName>(primitive: K, inputs: readonly NumericTensor[], attrs: LoweredAttrs<K>, tolerance?: Tolerance): Promise<void> {
    const outputs = inferOutputs(primitive, inputs, attrs);
    const expected = host.evaluate(primitive, inputs, attrs, outputs);
    const values = inputs.map((input) => backend.fromTensor(input));
    const results = backend.execute(primitive, values, attrs as never, outputs) as EagerValue[];
    expect(results.length).toBe(expected.length);
    for (const [i, { data }] of expected.entries()) {
      const actual = (await backend.read(results[i] as EagerValue)).data as HostArray['data'];
      expect(actual.length).toBe(data.length);
      const wrong = Array.from(data).findIndex((x, k) => !(Math.abs(Math.fround(x) - (actual[k] ?? NaN)) <= allowedDeviation(tolerance, x, k)));
      if (wrong >= 0) expect.fail(`${primitive} of [${inputs.map(({ shape }) => shape.join(', ')).join('], [')}] ${JSON.stringify(attrs)}: element ${wrong} is ${actual[wrong]}, not ${data[wrong]}`);
    }
  }

  /** Asserts a property, and that it was tried as often as asked. */
  async function holds<T>(arbitrary: fc.Arbitrary<T>, check: (given: T) => Promise<void>): Promise<void> {
    let ran = 0;
    await fc.assert(
      fc.asyncProperty(arbitrary, async (given) => {
        await check(given);
        ran += 1;
      }),
      { numRuns: RUNS },
    );
    expect(ran).toBe(RUNS);
  }

  /** Two shapes that go together: of each, some dimensions are 1 and some of the first are missing. */
  const pairs = shapeOf(5).chain((shape) => {
    const partner = fc.tuple(fc.integer({ min: 0, max: shape.length }), fc.array(fc.boolean(), { minLength: shape.length, maxLength: shape.length }))
      .map(([missing, ones]) => shape.map((size, i) => (ones[i] === true ? 1 : size)).slice(missing));
    return fc.tuple(partner, partner);
  });

  it.each(['add', 'subtract', 'multiply', 'maximum', 'minimum', 'less', 'equal', 'greaterEqual'] as const)('%s, broadcast', async (primitive) => {
    await holds(fc.tuple(pairs, dtypes), ([[a, b], dtype]) => expectHostAnswer(primitive, [numbered(a, dtype), numbered(b, dtype)], {}));
  });

  it('where, broadcast', async () => {
    await holds(pairs, ([a, b]) => {
      const { data, shape } = numbered(a);
      const condition = tensor(Array.from(data, (x) => (x > 0 ? 1 : 0)), shape, 'bool') as NumericTensor;
      return expectHostAnswer('where', [condition, numbered(b), numbered(a)], {});
    });
  });

  it.each(['abs', 'negative', 'relu', 'sign', 'square'] as const)('%s, to the last element', async (primitive) => {
    await holds(shapeOf(3), (shape) => expectHostAnswer(primitive, [numbered(shape)], {}));
  });

  it.each(['broadcastTo', 'tile'] as const)('%s', async (primitive) => {
    const small = fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 4 })), { minLength: 1, maxLength: 5 });
    await holds(small, (dims) => {
      const shape = dims.map(([size, times]) => (primitive === 'tile' || times === 1 ? size : 1));
      const attrs = primitive === 'tile' ? { repeats: dims.map(([, times]) => times) } : { shape: dims.map(([size]) => size) };
      return expectHostAnswer(primitive, [numbered(shape)], attrs as never);
    });
  });

  /** A shape, and any of its axes. */
  const reduced = shapeOf(5).chain((shape) => fc.tuple(fc.constant(shape), fc.subarray(shape.map((_, axis) => axis), { minLength: 1 }), fc.boolean(), dtypes));

  it.each(['sum', 'max', 'min'] as const)('%s over any axes', async (primitive) => {
    await holds(reduced, ([shape, axes, keepDims, dtype]) => expectHostAnswer(primitive, [numbered(shape, dtype)], { axes, keepDims }));
  });

  it('mean over any axes', async () => {
    // The sum is exact; a quotient, or the product with a rounded reciprocal, is not.
    await holds(reduced, ([shape, axes, keepDims]) => expectHostAnswer('mean', [numbered(shape)], { axes, keepDims }, { ulps: 2 }));
  });

  it('transpose by any permutation', async () => {
    const permuted = shapeOf(6).chain((shape) => fc.tuple(fc.constant(shape), fc.shuffledSubarray(shape.map((_, axis) => axis), { minLength: shape.length, maxLength: shape.length }), dtypes));
    await holds(permuted, ([shape, permutation, dtype]) => expectHostAnswer('transpose', [numbered(shape, dtype)], { axes: permutation }));
  });

  it('reverse along any axes', async () => {
    await holds(reduced, ([shape, axes, , dtype]) => expectHostAnswer('reverse', [numbered(shape, dtype)], { axes }));
  });

  it('slice', async () => {
    const sliced = shapeOf(5).chain((shape) => fc.tuple(fc.constant(shape), fc.tuple(...shape.map((size) => fc.integer({ min: 0, max: size - 1 }).chain((begin) => fc.tuple(fc.constant(begin), fc.integer({ min: 1, max: size - begin })))))));
    await holds(sliced, ([shape, ranges]) => expectHostAnswer('slice', [numbered(shape)], { begin: ranges.map(([begin]) => begin), size: ranges.map(([, size]) => size) }));
  });

  it('stridedSlice, forwards and backwards', async () => {
    const step = fc.constantFrom(-3, -2, -1, 1, 2, 3);
    const end = fc.option(fc.integer({ min: -18, max: 18 }));
    const strided = shapeOf(4).chain((shape) => fc.tuple(fc.constant(shape), fc.tuple(...shape.map(() => fc.record({ begin: end, end, step })))));
    await holds(strided, ([shape, ranges]) => expectHostAnswer('stridedSlice', [numbered(shape)], { ranges }));
  });

  it.each(['constant', 'reflect', 'symmetric'] as const)('pad, %s', async (mode) => {
    const padded = fc.array(fc.integer({ min: 2, max: 9 }), { minLength: 1, maxLength: 4 }).chain((shape) => {
      const most = (size: number): number => (mode === 'reflect' ? size - 1 : size);
      const width = (size: number): fc.Arbitrary<[number, number]> => fc.tuple(fc.integer({ min: 0, max: most(size) }), fc.integer({ min: 0, max: most(size) }));
      return fc.tuple(fc.constant(shape), fc.tuple(...shape.map(width)));
    });
    await holds(padded, ([shape, padWidth]) => expectHostAnswer('pad', [numbered(shape)], { padWidth, mode, value: 5 }));
  });

  const oneAxis = shapeOf(4).chain((shape) => fc.tuple(fc.constant(shape), fc.integer({ min: 0, max: shape.length - 1 }), dtypes));

  it('concatenate and split along any axis', async () => {
    await holds(oneAxis, async ([shape, axis, dtype]) => {
      const x = numbered(shape, dtype);
      await expectHostAnswer('concatenate', [x, x], { axis });
      const size = shape[axis] ?? 1;
      await expectHostAnswer('split', [x], { axis, sizes: [size - 1, 1].filter((part) => part > 0) });
    });
  });
});
