import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tensor, type NumericDType, type PrimitiveName, type TensorSpec } from '@kedge/graph-core';
import { numbers } from '../../test/building.js';
import { positionsOf } from '../../test/reference-kernels.js';
import { inferOutputs, type LoweredAttrs } from '../graph/step.js';
import { hostEvaluator, hostKernels } from './evaluator.js';
import { roundToTensor, type HostArray } from './host-array.js';
import { stridesOf } from './layout.js';

const evaluator = hostEvaluator();

function run<K extends PrimitiveName>(primitive: K, inputs: readonly HostArray[], attrs: LoweredAttrs<K>): readonly HostArray[] {
  return evaluator.evaluate(primitive, inputs, attrs, inferOutputs(primitive, inputs, attrs));
}

function valuesOf<K extends PrimitiveName>(primitive: K, inputs: readonly HostArray[], attrs: LoweredAttrs<K>): number[] {
  return Array.from(run(primitive, inputs, attrs)[0]?.data ?? []);
}

const floats = (values: readonly number[], shape: readonly number[] = [values.length]): HostArray => tensor(values, shape);
const ints = (values: readonly number[], shape: readonly number[] = [values.length]): HostArray => tensor(values, shape, 'int32');
const bools = (values: readonly number[]): HostArray => tensor(values, [values.length], 'bool');

describe('elementwise', () => {
  test.each<[PrimitiveName, readonly number[], readonly number[]]>([
    ['abs', [-2, 0, NaN], [2, 0, NaN]],
    ['round', [0.5, 1.5, 2.5, -0.5, -1.5, 2.4], [0, 2, 2, -0, -2, 2]],
    ['relu', [-1, 2, NaN, -Infinity], [0, 2, NaN, 0]],
    ['sign', [-3, 0, 4], [-1, 0, 1]],
    ['rsqrt', [4, 0.25, 0], [0.5, 2, Infinity]],
    ['reciprocal', [4, -0.5], [0.25, -2]],
    ['sigmoid', [0, 1000, -1000], [0.5, 1, 0]],
    ['softplus', [0, 1000, -1000], [Math.LN2, 1000, 0]],
    ['square', [3, -4], [9, 16]],
    ['floor', [1.5, -1.5], [1, -2]],
  ])('%s', (primitive, given, expected) => {
    expect(valuesOf(primitive, [floats(given)], {} as never)).toEqual(expected);
  });

  test('casts cut towards zero; bool is whether it is not 0', () => {
    expect(valuesOf('cast', [floats([1.9, -1.9, 300])], { dtype: 'int32' })).toEqual([1, -1, 300]);
    expect(valuesOf('cast', [floats([0, 0.5, -3])], { dtype: 'bool' })).toEqual([0, 1, 1]);
    expect(valuesOf('cast', [bools([1, 0])], { dtype: 'float32' })).toEqual([1, 0]);
  });

  test('clip, leakyRelu, elu', () => {
    expect(valuesOf('clip', [floats([-9, 1, 9, NaN])], { min: 0, max: 6 })).toEqual([0, 1, 6, NaN]);
    expect(valuesOf('leakyRelu', [floats([-2, 3])], { negativeSlope: 0.5 })).toEqual([-1, 3]);
    expect(valuesOf('elu', [floats([-1, 3])], { alpha: 2 })).toEqual([2 * Math.expm1(-1), 3]);
  });

  test('integers wrap around at 32 bits', () => {
    const wrapped = Number(BigInt.asIntN(32, 65537n * 65537n));
    expect(valuesOf('multiply', [ints([65537]), ints([65537])], {})).toEqual([wrapped]);
    expect(valuesOf('square', [ints([65537])], {})).toEqual([wrapped]);
    expect(valuesOf('prod', [ints([65537, 65537])], { axes: [0], keepDims: false })).toEqual([wrapped]);
    expect(valuesOf('add', [ints([0x7fffffff]), ints([1])], {})).toEqual([-0x80000000]);
  });
});

describe('binary', () => {
  test('operands broadcast as in NumPy', () => {
    const [column, row] = [floats([10, 20], [2, 1]), floats([1, 2, 3])];
    expect(valuesOf('add', [column, row], {})).toEqual([11, 12, 13, 21, 22, 23]);
    expect(valuesOf('subtract', [row, column], {})).toEqual([-9, -8, -7, -19, -18, -17]);
  });

  test('mod and floorDivide have the sign of the divisor, as in Python', () => {
    expect(valuesOf('mod', [floats([-7, 7, -7, 7]), floats([3, -3, -3, 3])], {})).toEqual([2, -2, -1, 1]);
    expect(valuesOf('floorDivide', [ints([-7, 7]), ints([2, 2])], {})).toEqual([-4, 3]);
  });

  test('comparisons give bool and NaN equals nothing', () => {
    const [result] = run('equal', [floats([1, NaN]), floats([1, NaN])], {});
    expect(result).toMatchObject({ dtype: 'bool' });
    expect(Array.from(result?.data ?? [])).toEqual([1, 0]);
    expect(valuesOf('notEqual', [floats([NaN]), floats([NaN])], {})).toEqual([1]);
  });

  test('maximum and minimum give NaN if either is', () => {
    expect(valuesOf('maximum', [floats([1, NaN]), floats([NaN, 1])], {})).toEqual([NaN, NaN]);
  });

  test('where picks by a condition that broadcasts', () => {
    expect(valuesOf('where', [bools([1, 0]), floats([1, 2, 3, 4], [2, 2]), floats([-1], [1])], {})).toEqual([1, -1, 3, -1]);
  });
});

describe('reductions', () => {
  const x = floats([1, 2, 3, 4, 5, 6], [2, 3]);

  test.each<[PrimitiveName, readonly number[], readonly number[]]>([
    ['sum', [0], [5, 7, 9]],
    ['mean', [1], [2, 5]],
    ['max', [0, 1], [6]],
    ['min', [0], [1, 2, 3]],
    ['prod', [1], [6, 120]],
  ])('%s over %j', (primitive, axes, expected) => {
    expect(valuesOf(primitive, [x], { axes, keepDims: false } as never)).toEqual(expected);
  });

  test('all and any', () => {
    expect(valuesOf('all', [bools([1, 0])], { axes: [0], keepDims: true })).toEqual([0]);
    expect(valuesOf('any', [bools([1, 0])], { axes: [0], keepDims: true })).toEqual([1]);
  });

  test('extremes of integers start from integers', () => {
    expect(valuesOf('max', [ints([-5, -7])], { axes: [0], keepDims: false })).toEqual([-5]);
    expect(valuesOf('min', [ints([5, 7])], { axes: [0], keepDims: false })).toEqual([5]);
  });
});

describe('movement, against its definition by index', () => {
  const shapes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });
  const arrayOf = (shape: readonly number[], dtype: NumericDType = 'float32'): HostArray => tensor(numbers(shape.reduce((a, b) => a * b, 1), 3), shape, dtype);
  const at = ({ data, shape }: HostArray, position: readonly number[]): number => data[position.reduce((sum, i, d) => sum + i * (stridesOf(shape)[d] ?? 1), 0)] ?? NaN;

  /** What the kernel gives, and what stands at the source of each position. */
  function moved<K extends PrimitiveName>(primitive: K, x: HostArray, attrs: LoweredAttrs<K>, source: (position: readonly number[]) => readonly number[]): [is: HostArray, should: HostArray] {
    const [is] = run(primitive, [x], attrs) as [HostArray];
    const shape = (inferOutputs(primitive, [x], attrs)[0]?.shape ?? []).map(Number);
    return [is, { ...x, shape, data: Float32Array.from(positionsOf(shape), (position) => at(x, source(position))) }];
  }

  test('transpose', () => {
    fc.assert(
      fc.property(shapes.chain((shape) => fc.tuple(fc.constant(shape), fc.shuffledSubarray(shape.map((_, i) => i), { minLength: shape.length }))), ([shape, axes]) => {
        const [is, should] = moved('transpose', arrayOf(shape), { axes }, (position) => axes.reduce<number[]>((from, axis, k) => from.with(axis, position[k] ?? 0), shape.map(() => 0)));
        expect(is).toEqual(should);
      }),
    );
  });

  test('reverse, tile, broadcastTo', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const x = arrayOf(shape);
        const pairs = [
          moved('reverse', x, { axes: [0] }, ([i = 0, ...rest]) => [(shape[0] ?? 1) - 1 - i, ...rest]),
          moved('tile', x, { repeats: shape.map((_, d) => d + 1) }, (position) => position.map((i, d) => i % (shape[d] ?? 1))),
          moved('broadcastTo', x, { shape: [2, ...shape] }, (position) => position.slice(1)),
        ];
        for (const [is, should] of pairs) expect(is).toEqual(should);
      }),
    );
  });

  test('slice and stridedSlice', () => {
    const x = arrayOf([5, 6]);
    const pairs = [
      moved('slice', x, { begin: [1, 2], size: [3, -1] }, ([i = 0, j = 0]) => [i + 1, j + 2]),
      moved('stridedSlice', x, { ranges: [{ begin: -1, end: null, step: -2 }, { begin: 1, end: -1, step: 3 }] }, ([i = 0, j = 0]) => [4 - 2 * i, 1 + 3 * j]),
    ];
    for (const [is, should] of pairs) expect(is).toEqual(should);
  });

  test('pad: the four modes, by their definition', () => {
    const x = arrayOf([3]);
    const padded = (mode: 'constant' | 'reflect' | 'symmetric' | 'edge', before: number, after: number): number[] => valuesOf('pad', [x], { padWidth: [[before, after]], mode, value: 9 });
    const [a, b, c] = Array.from(x.data);
    expect(padded('constant', 1, 2)).toEqual([9, a, b, c, 9, 9]);
    expect(padded('reflect', 2, 2)).toEqual([c, b, a, b, c, b, a]);
    expect(padded('symmetric', 3, 3)).toEqual([c, b, a, a, b, c, c, b, a]);
    expect(padded('edge', 1, 2)).toEqual([a, a, b, c, c, c]);
  });

  test('split and concatenate undo each other', () => {
    fc.assert(
      fc.property(shapes, fc.nat(3), (shape, k) => {
        const axis = k % shape.length;
        const x = arrayOf([...shape.slice(0, axis), 5, ...shape.slice(axis + 1)]);
        const parts = run('split', [x], { axis, sizes: [2, 0, 3] });
        expect(valuesOf('concatenate', parts, { axis })).toEqual(Array.from(x.data));
      }),
    );
  });

  test('gather counts negative indices from the end', () => {
    const x = floats([1, 2, 3, 4, 5, 6], [2, 3]);
    const [result] = run('gather', [x, ints([2, -3], [1, 2])], { axis: 1, batchDims: 0 });
    expect(result).toMatchObject({ shape: [2, 1, 2] });
    expect(Array.from(result?.data ?? [])).toEqual([3, 1, 6, 4]);
  });

  test('fill, and scalars through everything that moves', () => {
    expect(valuesOf('fill', [], { shape: [2, 2], value: 7, dtype: 'int32' })).toEqual([7, 7, 7, 7]);
    expect(valuesOf('transpose', [floats([3], [])], { axes: [] })).toEqual([3]);
    expect(valuesOf('reshape', [floats([3], [])], { newShape: [1, 1] })).toEqual([3]);
  });
});

describe('rounding', () => {
  const third = run('divide', [floats([1], []), floats([3], [])], {});

  test('floats stay doubles until they are rounded to a tensor, once', () => {
    expect(third[0]?.data[0]).toBe(1 / 3);
    expect(roundToTensor(third[0] as HostArray).data[0]).toBe(Math.fround(1 / 3));
    expect(valuesOf('multiply', [...third, floats([3], [])], {})).toEqual([1]);
  });

  test('what jumps sees rounded inputs, as if every step rounded', () => {
    // 1 - 2^-30 is below 1 as a double and 1 as a float.
    const almost: HostArray = { data: Float64Array.of(1 - 2 ** -30), shape: [], dtype: 'float32' };
    expect(valuesOf('floor', [almost], {})).toEqual([1]);
    expect(valuesOf('equal', [almost, floats([1], [])], {})).toEqual([1]);
    expect(valuesOf('cast', [almost], { dtype: 'int32' })).toEqual([1]);
  });
});

describe('supports', () => {
  const spec = (dtype: TensorSpec['dtype']): TensorSpec => ({ shape: [2], dtype });

  test('what there is a kernel for, and nothing that doubles or the host would get wrong', () => {
    expect(evaluator.supports('add', [spec('float32'), spec('float32')], {})).toBe(true);
    expect(evaluator.supports('erf', [spec('float32')], {})).toBe(false);
    expect(evaluator.supports('equal', [spec('string'), spec('string')], {})).toBe(false);
    expect(evaluator.supports('power', [spec('int32'), spec('int32')], {})).toBe(false);
    expect(evaluator.supports('gather', [spec('float32'), spec('int32')], { axis: 1, batchDims: 1 })).toBe(false);
  });

  test('every kernel of the host is called in this file or is a function of Math', () => {
    expect(Object.keys(hostKernels).length).toBeGreaterThan(70);
  });
});
