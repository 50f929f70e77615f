import * as tf from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTfjsBackend } from '../create-backend.js';
import { maxPoolGradientByTaps, maxPoolGradientOnHost } from './max-pool-gradient.js';

const size = fc.integer({ min: 1, max: 3 });

describe.each(['cpu', 'wasm'] as const)('the gradient of a maximum over windows on tfjs-%s', (backend) => {
  beforeAll(async () => {
    await createTfjsBackend({ backend });
    await tf.setBackend(backend);
  });

  it('is the same window by window and cell by cell, also where the largest element is there twice', () => {
    fc.assert(
      fc.property(fc.tuple(size, size, size, size), fc.tuple(size, size), fc.tuple(size, size), ([batch, rows, columns, channels], window, strides) => {
        const shape: [number, number, number, number] = [batch, rows * strides[0] + window[0], columns * strides[1] + window[1], channels];
        const output: [number, number] = [rows + 1, columns + 1];
        const windows = { size: window, strides, output, dilations: [1, 1] };
        const count = shape.reduce((product, dim) => product * dim, 1);
        const [host, taps] = tf.tidy(() => {
          const padded = tf.tensor(Array.from({ length: count }, (_, i) => (i * 7) % 5), shape);
          const y = window.every((cells) => cells === 1) ? tf.stridedSlice(padded, [0, 0, 0, 0], shape, [1, ...strides, 1]) : tf.maxPool(padded as tf.Tensor4D, window, strides, 'valid');
          const dy = tf.tensor(Array.from({ length: y.size }, (_, i) => 1 + (i % 3)), y.shape);
          return [maxPoolGradientOnHost, maxPoolGradientByTaps].map((gradient) => [...gradient(dy, padded, y, windows).dataSync()]);
        }) as unknown as [number[], number[]];
        expect(taps).toEqual(host);
        expect(host?.reduce((sum, value) => sum + value, 0)).toBeGreaterThan(0);
      }),
      { numRuns: 60 },
    );
  });
});
