import { tensor, type EagerValue, type Value } from '@kedge/graph-core';
import { describe, expect, it } from 'vitest';
import { computing } from '../../test/running.js';
import { mapCoordinates, type CoordinateSampling } from './map-coordinates.js';

describe('mapCoordinates', () => {
  const context = computing();
  /** A row of four pixels. */
  const ROW = [10, 20, 30, 40];
  const read = async (columns: readonly number[], sampling: Partial<CoordinateSampling>): Promise<number[]> => {
    const value = (values: readonly number[], shape: readonly number[]): Value => context.backend.fromTensor(tensor(values, shape)) as Value;
    const result = mapCoordinates(value(ROW, [1, 1, 4, 1]), value(columns, [1, 1, 4]), value([0, 0, 0, 0], [1, 1, 4]), { interpolation: 'nearest', fillMode: 'constant', fillValue: -1, ...sampling });
    return Array.from((await context.backend.read(result as EagerValue)).data, Number);
  };

  it('reads where it is told', async () => {
    expect(await read([3, 2, 1, 0], {})).toEqual([40, 30, 20, 10]);
    expect(await read([0.5, 1.25, 2.75, 3], { interpolation: 'bilinear' })).toEqual([15, 22.5, 37.5, 40]);
  });

  it.each([
    ['constant', [-1, -1, -1, -1]],
    ['nearest', [10, 10, 40, 40]],
    ['wrap', [30, 40, 10, 20]],
    // scipy's mirror turns at the middle of the outer pixels.
    ['mirror', [30, 20, 30, 20]],
    // Keras' reflect turns there on the left, and at the edge of the outer pixel on the right.
    ['reflect', [30, 20, 40, 30]],
  ] as const)('outside, by %s', async (fillMode, expected) => {
    expect(await read([-2, -1, 4, 5], { fillMode })).toEqual(expected);
  });
});
