import * as tf from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTfjsBackend } from '../create-backend.js';
import { bitwiseOr, bitwiseXor, leftShift, rightShift } from './bitwise.js';

const integer = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const shift = fc.integer({ min: 0, max: 31 });

describe('bitwise functions out of sums', () => {
  beforeAll(async () => {
    await createTfjsBackend({ backend: 'cpu' });
    await tf.setBackend('cpu');
  });

  it.each([
    ['or', bitwiseOr, (a: number, b: number) => a | b, integer],
    ['xor', bitwiseXor, (a: number, b: number) => a ^ b, integer],
    ['left shift', leftShift, (a: number, b: number) => a << b, shift],
    ['right shift', rightShift, (a: number, b: number) => a >> b, shift],
  ] as const)("%s is JavaScript's", (_name, compute, expected, second) => {
    fc.assert(
      fc.property(fc.array(fc.tuple(integer, second), { minLength: 1, maxLength: 8 }), (pairs) => {
        const [a, b] = [0, 1].map((place) => tf.tensor1d(Int32Array.from(pairs, (pair) => pair[place] ?? 0), 'int32')) as [tf.Tensor, tf.Tensor];
        expect([...tf.tidy(() => compute(a, b)).dataSync()]).toEqual(pairs.map(([x, y]) => expected(x, y)));
      }),
    );
  });
});
