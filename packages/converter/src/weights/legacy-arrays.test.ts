import { describe, expect, it } from 'vitest';
import { besides, flip, fromCudnnKernel, sumOfHalves, transpose } from './legacy-arrays.js';

const f32 = (...values: number[]): Float32Array => Float32Array.from(values);

describe('arrays of older files', () => {
  it('transposes', () => {
    expect(transpose(f32(1, 2, 3, 4, 5, 6), [2, 3], [1, 0])).toEqual(f32(1, 4, 2, 5, 3, 6));
    // Element [o, i, h, w] of [2, 1, 1, 3] goes to [h, w, i, o].
    expect(transpose(f32(1, 2, 3, 4, 5, 6), [2, 1, 1, 3], [2, 3, 1, 0])).toEqual(f32(1, 4, 2, 5, 3, 6));
  });

  it('turns kernels round', () => {
    expect(flip(f32(1, 2, 3, 4), [2, 2, 1, 1], [0, 1])).toEqual(f32(4, 3, 2, 1));
    expect(flip(f32(1, 2, 3, 4, 5, 6), [3, 1, 2], [0])).toEqual(f32(5, 6, 3, 4, 1, 2));
  });

  it('joins gates', () => {
    expect(besides([f32(1, 2, 3, 4), f32(5, 6)], 2)).toEqual(f32(1, 2, 5, 3, 4, 6));
  });

  it('reads kernels of cuDNN: each gate is stored as the rows of its transpose', () => {
    // Two gates of 2 rows and 3 units; gate 0 holds 1..6 in the order of the file, gate 1 holds 11..16.
    const stored = f32(1, 2, 3, 11, 12, 13, 4, 5, 6, 14, 15, 16);
    // The transpose of a gate has 3 rows of 2: (1 2) (3 4) (5 6).
    expect(fromCudnnKernel(stored, 2, 3, 2)).toEqual(f32(1, 3, 5, 11, 13, 15, 2, 4, 6, 12, 14, 16));
    expect(sumOfHalves(f32(1, 2, 10, 20))).toEqual(f32(11, 22));
  });
});
