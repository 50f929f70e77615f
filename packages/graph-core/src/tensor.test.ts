import { describe, expect, it } from 'vitest';
import { HostBackend, variable } from '../test/host-backend.js';
import { start, thrownBy } from '../test/tiny.js';
import { isTyped } from './infer.js';
import { isTensorSpec } from './operation.js';
import { byteLength, isTensor, scalar, sizeOf, tensor, zeros } from './tensor.js';
import { isEagerValue, isSymbolicTensor, isVariable } from './value.js';

describe('plain tensors', () => {
  it('G21 store numbers as the typed array of their dtype does, bool as 0 and 1', () => {
    const values = [0, 1.9, -1, 300];
    expect(tensor(values, [4])).toEqual({ data: Float32Array.of(0, 1.9, -1, 300), shape: [4], dtype: 'float32' });
    expect(tensor(values, [2, 2], 'int32').data).toEqual(Int32Array.of(0, 1, -1, 300));
    expect(tensor(values, [4], 'uint8').data).toEqual(Uint8Array.of(0, 1, 255, 44));
    expect(tensor(values, [4], 'bool').data).toEqual(Uint8Array.of(0, 1, 1, 1));
    expect(scalar(2, 'int32')).toEqual({ data: Int32Array.of(2), shape: [], dtype: 'int32' });
  });

  it('G21 take a typed array of their dtype as it is', () => {
    for (const [data, dtype] of [[new Float32Array(2), 'float32'], [new Int32Array(2), 'int32'], [new Uint8Array(2), 'uint8']] as const) {
      expect(tensor(data, [2], dtype).data).toBe(data);
    }
  });

  it('G21 have as many values as their shape says', () => {
    expect(thrownBy(() => tensor([1, 2, 3], [2, 2]))).toMatchObject({ code: 'INVALID_ARGUMENT' });
    expect(() => tensor([1, 2, 3], [2, 2])).toThrow('Expected 4 values for shape [2, 2], got 3.');
    expect(tensor([], [0, 3]).data).toHaveLength(0);
    expect([sizeOf([]), sizeOf([2, 3]), sizeOf([2, 0])]).toEqual([1, 6, 0]);
  });

  it.each([[[-1, -4]], [[1.5, 2]], [[Number.NaN]]])('G20 have sizes that are whole numbers: not %j', (shape) => {
    expect(() => tensor([1, 2, 3, 4], shape)).toThrow('Expected sizes that are whole numbers from 0');
  });

  it('G21 zeros come in every numeric dtype; bytes are counted', () => {
    const made = (['float32', 'int32', 'uint8', 'bool'] as const).map((dtype) => zeros([2, 3], dtype));
    expect(made.map((item) => item.data.constructor)).toEqual([Float32Array, Int32Array, Uint8Array, Uint8Array]);
    expect(made.map(byteLength)).toEqual([24, 24, 6, 6]);
    expect(byteLength({ data: ['a', 'b'], shape: [2], dtype: 'string' })).toBe(0);
  });
});

describe('telling values apart', () => {
  const backend = new HostBackend();
  const samples = {
    plain: tensor([1], [1]),
    words: { data: ['a'], shape: [1], dtype: 'string' },
    symbolic: start('x'),
    eager: backend.fromTensor(tensor([1], [1])),
    weight: variable('w', [1]),
    spec: { shape: [1], dtype: 'float32' },
    other: { data: [1], shape: [1], dtype: 'float64' },
    nothing: null,
    word: 'word',
  };
  const which = (test: (value: unknown) => boolean): string[] => Object.entries(samples).flatMap(([name, value]) => (test(value) ? [name] : []));

  it('G21 plain tensors by their fields, the others by their brand', () => {
    expect(which(isTensor)).toEqual(['plain', 'words']);
    expect(which(isSymbolicTensor)).toEqual(['symbolic']);
    expect(which(isEagerValue)).toEqual(['eager']);
    expect(which(isVariable)).toEqual(['weight']);
    expect(which(isTyped)).toEqual(['plain', 'words', 'symbolic', 'eager', 'weight']);
    expect(which(isTensorSpec)).toEqual(expect.arrayContaining(['spec', 'symbolic']));
    expect(isTensorSpec({ shape: 3, dtype: 'float32' })).toBe(false);
  });
});
