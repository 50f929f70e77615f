import { sizeOf, tensor, type NumericTensor, type Tensor } from '@kedge/graph-core';

/** One array of a golden case: written out, or as the seed that its numbers come from. */
export interface GoldenArray {
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32' | 'bool' | 'string';
  readonly kind?: 'signed' | 'positive' | 'index';
  readonly seed?: number;
  readonly high?: number;
  readonly data?: readonly (number | string)[];
}

/** Numbers from 0 to 65535, as fixtures/python/layer_goldens.py makes them. */
export function rawNumbers(count: number, seed: number): number[] {
  let state = (Math.imul(seed, 2654435761) + 12345) >>> 0;
  return Array.from({ length: count }, () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return state >>> 16;
  });
}

const FROM_RAW = {
  signed: (raw: number) => raw / 32768 - 1,
  positive: (raw: number) => raw / 65536 + 0.5,
  index: (raw: number, high: number) => Math.floor((raw * high) / 65536),
};

/** The values of an array, be it of texts. */
export function goldenValue(array: GoldenArray): Tensor {
  const { shape, dtype, data = [] } = array;
  return dtype === 'string' ? { data: data.map(String), shape, dtype } : goldenTensor(array);
}

/** The values of an array of numbers. */
export function goldenTensor(array: GoldenArray): NumericTensor {
  const { shape, dtype, kind = 'signed', seed = 0, high = 0 } = array;
  if (dtype === 'string') throw new Error('This array holds texts.');
  const values = array.data?.map(Number) ?? rawNumbers(sizeOf(shape), seed).map((raw) => FROM_RAW[kind](raw, high));
  return tensor(values, shape, dtype);
}
