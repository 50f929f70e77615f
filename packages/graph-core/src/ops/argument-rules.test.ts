import { describe, expect, it } from 'vitest';
import type { DType } from '../dtype.js';
import { primitives } from './primitives.js';

const spec = (shape: readonly number[], dtype: DType = 'float32'): { shape: readonly number[]; dtype: DType } => ({ shape, dtype });

describe('what primitives refuse', () => {
  it.each(['string', 'bool'] as const)('scatterNd and segmentSum refuse to add up %s', (dtype) => {
    expect(() => primitives.scatterNd.infer([spec([2, 1], 'int32'), spec([2], dtype)], { shape: [3] })).toThrow('scatterNd: expected float32');
    expect(() => primitives.segmentSum.infer([spec([2], dtype), spec([2], 'int32')], { numSegments: 2 })).toThrow('segmentSum: expected float32');
  });

  it('searchSorted refuses strings, oneHot to make them', () => {
    expect(() => primitives.searchSorted.infer([spec([2], 'string'), spec([2], 'string')], { side: 'left' })).toThrow('searchSorted: expected float32');
    expect(() => primitives.oneHot.infer([spec([2], 'int32')], { depth: 3, axis: 1, dtype: 'string' })).toThrow('oneHot: expected');
  });

  it('scatterNd refuses updates that do not fit the indices', () => {
    expect(() => primitives.scatterNd.infer([spec([2, 1], 'int32'), spec([2, 5])], { shape: [3, 4] })).toThrow('scatterNd: expected indices');
    expect(() => primitives.scatterNd.infer([spec([2, 3], 'int32'), spec([2])], { shape: [3, 4] })).toThrow('scatterNd: expected indices');
  });

  it('segmentSum refuses ids that are not one for each row', () => {
    expect(() => primitives.segmentSum.infer([spec([3, 2]), spec([2], 'int32')], { numSegments: 2 })).toThrow('segmentSum: expected an id for each row');
  });

  it('gather refuses more batch dimensions than lie before the axis', () => {
    expect(() => primitives.gather.infer([spec([2, 3]), spec([2, 3], 'int32')], { axis: 0, batchDims: 1 })).toThrow('gather: expected batchDims');
  });

  it('einsum refuses a letter twice in the result', () => {
    expect(() => primitives.einsum.infer([spec([3])], { equation: 'i->ii' })).toThrow('each letter of the result once');
  });
});
