import { describe, expect, it } from 'vitest';
import { start, thrownBy } from '../../test/tiny.js';
import type { DType } from '../dtype.js';
import { placeholder } from '../placeholder.js';
import type { Value } from '../value.js';
import * as ops from './index.js';
import { parseEinsum } from './linear-algebra.js';
import { resolveRange } from './indexing.js';
import { primitives } from './primitives.js';

const spec = (shape: readonly number[], dtype: DType = 'float32'): { shape: readonly number[]; dtype: DType } => ({ shape, dtype });
const typed = (dtype: DType, shape: readonly number[] = [2, 3]): Value => placeholder({ shape, dtype }, 'x') as Value;
const wrong = <T>(value: unknown): T => value as T;

describe('what primitives refuse', () => {
  it.each(['string', 'bool'] as const)('G20 scatterNd and segmentSum refuse to add up %s', (dtype) => {
    expect(() => primitives.scatterNd.infer([spec([2, 1], 'int32'), spec([2], dtype)], { shape: [3] })).toThrow('scatterNd: expected float32');
    expect(() => primitives.segmentSum.infer([spec([2], dtype), spec([2], 'int32')], { numSegments: 2 })).toThrow('segmentSum: expected float32');
  });

  it('G20 searchSorted refuses strings, oneHot to make them', () => {
    expect(() => primitives.searchSorted.infer([spec([2], 'string'), spec([2], 'string')], { side: 'left' })).toThrow('searchSorted: expected float32');
    expect(() => primitives.oneHot.infer([spec([2], 'int32')], { depth: 3, axis: 1, dtype: 'string' })).toThrow('oneHot: expected');
  });

  it('G20 scatterNd refuses updates that do not fit the indices', () => {
    expect(() => primitives.scatterNd.infer([spec([2, 1], 'int32'), spec([2, 5])], { shape: [3, 4] })).toThrow('scatterNd: expected indices');
    expect(() => primitives.scatterNd.infer([spec([2, 3], 'int32'), spec([2])], { shape: [3, 4] })).toThrow('scatterNd: expected indices');
  });

  it('G20 segmentSum refuses ids that are not one for each row', () => {
    expect(() => primitives.segmentSum.infer([spec([3, 2]), spec([2], 'int32')], { numSegments: 2 })).toThrow('segmentSum: expected an id for each row');
  });

  it('G20 gather refuses more batch dimensions than lie before the axis', () => {
    expect(() => primitives.gather.infer([spec([2, 3]), spec([2, 3], 'int32')], { axis: 0, batchDims: 1 })).toThrow('gather: expected batchDims');
  });

  it('G20 einsum refuses a letter twice in the result', () => {
    expect(() => primitives.einsum.infer([spec([3])], { equation: 'i->ii' })).toThrow('each letter of the result once');
  });
});

describe('what ops refuse', () => {
  const x = start('x', [2, 8, 8, 4]);
  const kernel = start('kernel', [3, 3, 4, 6]);
  const rows = start('rows', [4, 6]);

  // Rows: what is wrong, the call, the code, the beginning of the message.
  it.each<[string, () => unknown, string, string]>([
    ["padding that Keras does not know", () => ops.conv(x, kernel, { padding: wrong('SAME') }), 'INVALID_ARGUMENT', `conv padding: expected 'valid', 'same' or 2 pairs of cells before and after, got "SAME"`],
    ['pairs for another number of dimensions', () => ops.conv(x, kernel, { padding: [[1, 1]] }), 'INVALID_ARGUMENT', 'conv padding: expected'],
    ['padding below zero', () => ops.maxPool(x, 2, { padding: [[0, -1], [0, 0]] }), 'INVALID_ARGUMENT', 'maxPool padding: expected'],
    ["'causal', which is a layer's word", () => ops.depthwiseConv(x, kernel, { padding: wrong('causal') }), 'INVALID_ARGUMENT', 'depthwiseConv padding: expected'],
    ['explicit padding of a transposed convolution', () => ops.convTranspose(x, kernel, { padding: wrong([[1, 1], [1, 1]]) }), 'INVALID_ARGUMENT', "convTranspose: expected padding 'valid' or 'same'"],
    ['a stride of 0', () => ops.conv(x, kernel, { strides: 0 }), 'INVALID_ARGUMENT', 'conv strides: expected 2 whole numbers from 1, got [0, 0]'],
    ['three strides for two dimensions', () => ops.averagePool(x, 2, { strides: [1, 1, 1] }), 'INVALID_ARGUMENT', 'averagePool strides: expected 2'],
    ['no groups', () => ops.conv(x, kernel, { groups: 0 }), 'INVALID_ARGUMENT', 'conv: expected a number of groups from 1, got 0'],
    ['groups that do not divide the filters', () => ops.conv(x, start('k', [3, 3, 1, 6]), { groups: 4 }), 'SHAPE_MISMATCH', 'conv: expected a number of filters that 4 groups divide, got 6'],
    ['other channels', () => ops.conv(x, start('k', [3, 3, 5, 6])), 'SHAPE_MISMATCH', 'conv: expected 5 input channels'],
    ['a vector for a picture', () => ops.conv(start('v', [3]), kernel), 'SHAPE_MISMATCH', 'conv: expected x of shape [batch, 1 to 3 spatial dimensions, channels], got (3)'],
    ['a matrix for a picture', () => ops.maxPool(rows, 2), 'SHAPE_MISMATCH', 'maxPool: expected x of shape'],
    ['half a part', () => ops.split(rows, 1.5), 'INVALID_ARGUMENT', 'split: expected a number of parts from 1'],
    ['no parts', () => ops.split(rows, 0), 'INVALID_ARGUMENT', 'split: expected a number of parts from 1'],
    ['places that go back', () => ops.split(rows, [3, 1], 1), 'INVALID_ARGUMENT', 'split: expected places in ascending order, got [3, 1] for a size of 6'],
    ['half a place', () => ops.split(rows, [1.5], 1), 'INVALID_ARGUMENT', 'split: expected a number of parts from 1, or the places to cut at, got [1.5]'],
    ['places in an unknown size', () => ops.split(start('u', [null]), [1]), 'SHAPE_MISMATCH', 'split: expected a known size for places to cut at'],
    ['an unknown size in equal parts', () => ops.split(start('u', [null]), 2), 'SHAPE_MISMATCH', 'split: expected a dimension that 2 divides, got an unknown one'],
    ['padding by half a cell', () => ops.pad(rows, [[0.5, 0], [0, 0]]), 'INVALID_ARGUMENT', 'pad: expected 2 pairs of whole numbers from 0'],
    ['a mirror larger than the picture', () => ops.pad(rows, [[4, 0], [0, 0]], { mode: 'reflect' }), 'SHAPE_MISMATCH', "pad: 'reflect' can add at most 3 cells to dimension 0"],
    ['repeats below zero', () => ops.tile(rows, [1, -2]), 'INVALID_ARGUMENT', 'tile: expected 2 repeats that are whole numbers from 0'],
    ['a shape with a fraction', () => ops.broadcastTo(rows, [4, 6.5]), 'INVALID_ARGUMENT', 'broadcastTo: expected sizes that are whole numbers from 0'],
    ['a slice from below zero', () => ops.slice(rows, [-1, 0], [1, 1]), 'INVALID_ARGUMENT', 'slice: expected 2 starts and sizes'],
    ['a slice of size -2', () => ops.slice(rows, [0, 0], [-2, 1]), 'INVALID_ARGUMENT', 'slice: expected 2 starts and sizes'],
    ['a slice beyond the end', () => ops.slice(rows, [3, 0], [2, 1]), 'SHAPE_MISMATCH', 'slice: 2 cells from 3 do not lie in dimension 0'],
    ['a step of 0', () => ops.stridedSlice(rows, [{ begin: 0, end: 1, step: 0 }, { begin: 0, end: 1, step: 1 }]), 'INVALID_ARGUMENT', 'stridedSlice: expected 2 ranges'],
    ['a depth below zero', () => ops.oneHot(typed('int32'), -1), 'INVALID_ARGUMENT', 'oneHot depth: expected sizes'],
    ['half of the largest', () => ops.topK(rows, 1.5), 'INVALID_ARGUMENT', 'topK k: expected sizes'],
    ['more than there are', () => ops.topK(rows, 7), 'SHAPE_MISMATCH', 'topK: expected a last dimension of at least 7'],
    ['segments below zero', () => ops.segmentSum(rows, typed('int32', [4]), -1), 'INVALID_ARGUMENT', 'segmentSum numSegments: expected sizes'],
    ['coordinates deeper than the table', () => ops.gatherNd(rows, typed('int32', [1, 3])), 'SHAPE_MISMATCH', 'gatherNd: expected indices'],
    ['a sequence that is a table', () => ops.searchSorted(rows, rows), 'SHAPE_MISMATCH', 'searchSorted: expected a sorted sequence of rank 1'],
    ['pictures of rank 2', () => ops.resize(rows, [2, 2]), 'SHAPE_MISMATCH', 'resize: expected [batch, height, width, channels]'],
    ['a picture of half a row', () => ops.resize(x, [0.5, 2]), 'INVALID_ARGUMENT', 'resize size: expected sizes'],
    ['one size for a picture', () => ops.resize(x, wrong([3])), 'INVALID_ARGUMENT', 'resize: expected a number of rows and one of columns'],
    ['nothing to join', () => ops.concatenate([]), 'INVALID_ARGUMENT', 'concatenate: expected at least one tensor'],
    ['texts and numbers', () => ops.concatenate([typed('int32'), typed('string')]), 'DTYPE_MISMATCH', 'Expected two numeric tensors or two string tensors'],
    ['axes twice', () => ops.transpose(rows, [0, 0]), 'INVALID_ARGUMENT', 'transpose: expected each of 2 axes once'],
    ['a steps of 0', () => ops.arange(0, 3, 0), 'INVALID_ARGUMENT', 'arange: expected finite numbers and a step other than 0'],
    ['an endless range', () => ops.arange(0, Infinity), 'INVALID_ARGUMENT', 'arange: expected finite numbers'],
    ['a tensor of -1 elements', () => ops.zeros([-1]), 'INVALID_ARGUMENT', 'full: expected sizes that are whole numbers from 0'],
    ['random numbers of no shape', () => ops.randomUniform([2.5], typed('int32', [2])), 'INVALID_ARGUMENT', 'randomUniform: expected sizes'],
    ['a seed of three', () => ops.randomNormal([2], typed('int32', [3])), 'SHAPE_MISMATCH', 'randomNormal: expected a seed of two int32 numbers'],
    ['strings to add', () => ops.add(typed('string'), typed('string')), 'DTYPE_MISMATCH', 'add: expected float32 or int32 or uint8, got string'],
    ['zeros like strings', () => ops.zerosLike(typed('string')), 'INVALID_ARGUMENT', 'zerosLike: expected a numeric tensor'],
    ['numbers cast to strings', () => ops.cast(typed('float32'), 'string'), 'DTYPE_MISMATCH', 'cast: cannot turn float32 into string'],
    ['parameters of other channels', () => ops.batchNormalization(x, start('m', [3]), start('v', [4])), 'SHAPE_MISMATCH', 'batchNormalization: expected parameters of shape (4) or scalars, got (3)'],
    ['an equation for more operands', () => ops.einsum('ij,jk->ik', rows), 'INVALID_ARGUMENT', "einsum: expected an equation like 'abc,cd->abd' with 1 operands"],
    ['a letter that no operand has', () => ops.einsum('ij->ik', rows), 'INVALID_ARGUMENT', "einsum 'ij->ik': 'k' of the result is in no operand"],
    ['a letter of two sizes', () => ops.einsum('ii->i', rows), 'SHAPE_MISMATCH', "einsum 'ii->i': 'i' is 4 in one operand and 6 in another"],
    ['letters for another rank', () => ops.einsum('ijk->k', rows), 'SHAPE_MISMATCH', "einsum 'ijk->k': expected rank 3 for 'ijk', got (4, 6)"],
  ])('G20 %s', (_what, call, code, message) => {
    expect(thrownBy(call)).toMatchObject({ code });
    expect(call).toThrow(message);
  });

  it('G20 an error of an op names the op also inside others', () => {
    expect(() => ops.stack([start('a', [2]), start('b', [3])])).toThrow('concatenate: expected shapes that agree outside axis 0');
  });
});

describe('ranges', () => {
  // The right side is len(range(dim)[begin:end:step]) and its first element, by Python.
  it.each<[number | null, number | null, number, number, number, number]>([
    [null, null, 1, 5, 0, 5],
    [1, -1, 1, 5, 1, 3],
    [-3, null, 2, 5, 2, 2],
    [null, null, -1, 5, 4, 5],
    [3, 0, -2, 5, 3, 2],
    [-100, 100, 1, 5, 0, 5],
    [4, 2, 1, 5, 4, 0],
    [null, null, 1, 0, 0, 0],
    [null, null, -1, 0, -1, 0],
  ])('G18 [%j:%j:%j] of %j begins at %j and has %j cells', (begin, end, step, dim, first, count) => {
    expect(resolveRange({ begin, end, step }, dim)).toEqual({ begin: first, step, count });
  });

  it('G18 equations are read with and without spaces', () => {
    expect(parseEinsum('ab, bc -> ac', 2)).toEqual({ inputs: ['ab', 'bc'], output: 'ac' });
    expect(() => parseEinsum('...a->a', 1)).toThrow('Spell ellipses out as letters.');
    expect(() => parseEinsum('ab', 1)).toThrow('einsum: expected an equation');
  });
});
