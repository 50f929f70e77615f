import { ops, tensor, type EagerBackend, type EagerValue, type NumericTensor, type Padding, type Value } from '@kedge/graph-core';
import { EPSILON } from '@kedge/op-cases';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTfjsBackend } from './create-backend.js';

// tfjs#8407, tfjs#5471, tfjs#5355: windows of one cell, windows that reach past the edge, several pictures at once.

interface Geometry {
  readonly shape: readonly [number, number, number, number];
  readonly window: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly dilations: readonly [number, number];
  readonly padding: Padding;
  readonly filters: number;
}

const size = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max });
const two = (max: number): fc.Arbitrary<[number, number]> => fc.tuple(size(max), size(max));
const edge = fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 2 }));

const GEOMETRY: fc.Arbitrary<Geometry> = fc.record({
  shape: fc.tuple(size(3), size(7), size(7), size(5)),
  window: two(4),
  strides: two(3),
  dilations: two(2),
  padding: fc.oneof(fc.constantFrom<Padding>('valid', 'same'), fc.tuple(edge, edge)),
  filters: size(9),
});

function drawn(shape: readonly number[], seed: number): NumericTensor {
  const count = shape.reduce((product, dim) => product * dim, 1);
  return tensor(Array.from({ length: count }, (_, i) => Math.sin(i * 12.9898 + seed * 78.233)), shape);
}

/** Whether a window fits into the input at all: under 'same' always. */
function fits({ shape, window, dilations, padding }: Geometry, isDilated: boolean): boolean {
  return window.every((cells, i) => {
    const span = (cells - 1) * (isDilated ? (dilations[i] ?? 1) : 1) + 1;
    const around = padding === 'valid' ? 0 : padding === 'same' ? Infinity : (padding[i]?.[0] ?? 0) + (padding[i]?.[1] ?? 0);
    return (shape[i + 1] ?? 0) + around >= span;
  });
}

/** A window must see some of the input: what a pool over padding alone gives is nobody's business. */
function seesInput({ shape, window, strides, padding }: Geometry): boolean {
  if (typeof padding === 'string') return true;
  return window.every((cells, i) => {
    const [before, after] = padding[i] ?? [0, 0];
    const last = Math.floor(((shape[i + 1] ?? 0) + before + after - cells) / (strides[i] ?? 1)) * (strides[i] ?? 1) - before;
    return before < cells && last < (shape[i + 1] ?? 0);
  });
}

type Compute = (put: (t: NumericTensor) => Value, geometry: Geometry) => Value;

const CASES: Record<string, { compute: Compute; terms: (geometry: Geometry) => number; isDefined: (geometry: Geometry) => boolean }> = {
  conv: {
    compute: (put, { shape, window, filters, ...options }) => ops.conv(put(drawn(shape, 1)), put(drawn([...window, shape[3], filters], 2)), options),
    terms: ({ shape, window }) => window[0] * window[1] * shape[3],
    isDefined: (geometry) => fits(geometry, true),
  },
  depthwiseConv: {
    compute: (put, { shape, window, filters, ...options }) => ops.depthwiseConv(put(drawn(shape, 1)), put(drawn([...window, shape[3], 1 + (filters % 3)], 2)), options),
    terms: ({ window }) => window[0] * window[1],
    isDefined: (geometry) => fits(geometry, true),
  },
  convTranspose: {
    compute: (put, { shape, window, filters, strides, dilations, padding }) =>
      ops.convTranspose(put(drawn(shape, 1)), put(drawn([...window, filters, shape[3]], 2)), { strides, dilations, padding: padding === 'valid' ? 'valid' : 'same' }),
    terms: ({ shape, window }) => window[0] * window[1] * shape[3],
    isDefined: () => true,
  },
  maxPool: {
    compute: (put, { shape, window, strides, padding }) => ops.maxPool(put(drawn(shape, 1)), window, { strides, padding }),
    terms: () => 0,
    isDefined: (geometry) => fits(geometry, false) && seesInput(geometry),
  },
  averagePool: {
    compute: (put, { shape, window, strides, padding }) => ops.averagePool(put(drawn(shape, 1)), window, { strides, padding }),
    terms: ({ window }) => window[0] * window[1] + 2,
    isDefined: (geometry) => fits(geometry, false) && seesInput(geometry),
  },
};

describe('windows', () => {
  let backends: EagerBackend[];
  beforeAll(async () => {
    backends = [await createTfjsBackend({ backend: 'cpu' }), await createTfjsBackend({ backend: 'wasm' })];
  });

  it.each(Object.entries(CASES))('%s gives the same on cpu and wasm', async (_name, { compute, terms, isDefined }) => {
    await fc.assert(
      fc.asyncProperty(GEOMETRY.filter(isDefined), async (geometry) => {
        const results = backends.map((backend) => backend.tidy(() => compute((t) => backend.fromTensor(t), geometry) as EagerValue));
        const [cpu, wasm] = await Promise.all(results.map((result) => result.backend.read(result)));
        for (const result of results) result.dispose();
        expect(wasm?.shape).toEqual(cpu?.shape);
        const worst = Math.max(...Array.from(cpu?.data as Float32Array, (value, i) => Math.abs(value - Number(wasm?.data[i]))));
        // On either side each addition rounds a sum that is at most as large as there are terms, which are at most 1.
        expect(worst).toBeLessThanOrEqual(terms(geometry) ** 2 * EPSILON);
      }),
      { numRuns: 150 },
    );
  });

  it('the mean of ones is one under every padding (tf#45579, mil-tokyo/webdnn#694)', async () => {
    for (const backend of backends) {
      for (let cells = 1; cells <= 9; cells++) {
        for (const [window, stride] of [[2, 1], [3, 2], [5, 3], [4, 1]] as const) {
          const mean = backend.tidy(() => ops.averagePool(backend.fromTensor(tensor(Array.from({ length: cells * cells }, () => 1), [1, cells, cells, 1])), window, { strides: stride, padding: 'same' }) as EagerValue);
          const { data } = await backend.read(mean);
          mean.dispose();
          expect(Math.max(...Array.from(data as Float32Array, (value) => Math.abs(value - 1)))).toBeLessThanOrEqual(EPSILON);
        }
      }
    }
  });
});
