import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { input } from './input-layer.js';
import { einsumDense } from './einsum-dense.js';

describe('EinsumDense', () => {
  keepsContract({ make: einsumDense, config: { equation: '...x,xy->...y', outputShape: 4, biasAxes: 'y' }, inputs: [[null, null, 3]], sizes: [[2, 5, 3]], output: [null, null, 4] });
  keepsContract({ make: einsumDense, config: { equation: 'abc,cde->abde', outputShape: [null, 2, 3], biasAxes: 'de' }, inputs: [[null, null, 4]], sizes: [[2, 5, 4]], output: [null, null, 2, 3] });

  it('refuses an equation of another form, and sizes that contradict each other', () => {
    expect(() => einsumDense({ equation: 'ab->ba', outputShape: 3 })).toThrow(/equation/);
    expect(() => einsumDense({ equation: 'ab,bc->abc', outputShape: [9, 3], name: 'mine' }).apply(input({ shape: [4] }))).toThrow(/mine.*'b' is 4/);
    expect(() => einsumDense({ equation: 'ab,bc->ac', outputShape: [3, 3], name: 'mine' }).apply(input({ shape: [4] }))).toThrow(/mine.*1 sizes/);
    expect(() => einsumDense({ equation: 'abc,cd->abd', outputShape: [null, 3], name: 'mine' }).apply(input({ shape: [4] }))).toThrow(/mine.*rank 3/);
    expect(() => einsumDense({ equation: 'ab,bc->ac', outputShape: 3, biasAxes: 'z', name: 'mine' }).apply(input({ shape: [4] }))).toThrow(/mine.*bias axes/);
  });
});
