import { tensor } from '@kedge/graph-core';
import { describe, expect, it } from 'vitest';
import { matchInputs, type Endpoint } from './match-inputs.js';

const ENDPOINTS: readonly Endpoint[] = [
  { name: 'image', shape: [null, 2, 2, 1], dtype: 'float32' },
  { name: 'ids', shape: [null, 3], dtype: 'int32' },
];
const image = tensor([1, 2, 3, 4], [1, 2, 2, 1]);
const ids = tensor([7, 8, 9], [1, 3], 'int32');

describe('matchInputs', () => {
  it('takes tensors in order and by name', () => {
    expect(matchInputs([image, ids], ENDPOINTS)).toEqual([image, ids]);
    expect(matchInputs({ ids, image }, ENDPOINTS)).toEqual([image, ids]);
    expect(matchInputs(image, ENDPOINTS.slice(0, 1))).toEqual([image]);
  });

  it('converts numbers to the dtype of the input', () => {
    const [pixels, numbers] = matchInputs([tensor([1, 2, 3, 255], [1, 2, 2, 1], 'uint8'), tensor([7, 8, 9], [1, 3])], ENDPOINTS);
    expect(pixels).toEqual({ data: Float32Array.of(1, 2, 3, 255), shape: [1, 2, 2, 1], dtype: 'float32' });
    expect(numbers).toEqual({ data: Int32Array.of(7, 8, 9), shape: [1, 3], dtype: 'int32' });
  });

  it.each([
    ['a missing input', () => matchInputs([image], ENDPOINTS), /Expected 2 inputs \(image, ids\), got 1/],
    ['a missing name', () => matchInputs({ image }, ENDPOINTS), /Expected 2 inputs/],
    ['an unknown name', () => matchInputs({ image, ids, foto: image }, ENDPOINTS), /no input 'foto'. Inputs: image, ids/],
    ['another shape', () => matchInputs([tensor([1, 2, 3], [1, 3, 1, 1]), ids], ENDPOINTS), /'image': expected shape \(null, 2, 2, 1\), got \(1, 3, 1, 1\)/],
    ['too few values', () => matchInputs([{ data: new Float32Array(3), shape: [1, 2, 2, 1], dtype: 'float32' }, ids], ENDPOINTS), /expected 4 values/],
  ])('refuses %s', (_, act, message) => {
    expect(act).toThrow(message);
  });
});
