import { isEagerValue, tensor, type EagerValue } from '@kedge/graph-core';
import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { computing } from '../../test/running.js';
import { input } from '../core/input-layer.js';
import { maxNumBoundingBoxes } from './max-num-bounding-boxes.js';

describe('MaxNumBoundingBoxes', () => {
  keepsContract({ make: maxNumBoundingBoxes, config: { maxNumber: 3 }, inputs: [[null, null, null, 3]], sizes: [[2, 4, 5, 3]], output: [null, null, null, 3] });
  keepsContract({ make: maxNumBoundingBoxes, config: { maxNumber: 3, dataFormat: 'channels_first' }, inputs: [[3, null, null]], sizes: [[3, 4, 5]], output: [3, null, null], dialects: ['keras3'] });

  const context = computing();
  const images = tensor(Array.from({ length: 12 }, (_, i) => i), [1, 2, 2, 3]);
  const boxes = tensor(Array.from({ length: 8 }, (_, i) => i), [1, 2, 4]);
  const labels = tensor([5, 6], [1, 2]);
  const read = async (value: unknown): Promise<unknown> => {
    if (!isEagerValue(value)) throw new Error('Expected a value.');
    const { data, shape } = await context.backend.read(value);
    return [Array.from(data, Number), shape];
  };
  const data = (): Record<'images' | 'boxes' | 'labels', EagerValue> => ({ images: context.backend.fromTensor(images), boxes: context.backend.fromTensor(boxes), labels: context.backend.fromTensor(labels) });

  it.each([true, false])('cuts off boxes that are too many, training: %s', async (training) => {
    const { images: x, ...boundingBoxes } = data();
    const output = maxNumBoundingBoxes({ maxNumber: 1 }).apply({ images: x, boundingBoxes }, { training });
    expect(await read(output.boundingBoxes?.boxes)).toEqual([[0, 1, 2, 3], [1, 1, 4]]);
    expect(await read(output.boundingBoxes?.labels)).toEqual([[5], [1, 1]]);
    expect(await read(output.images)).toEqual([Array.from(images.data, Number), [1, 2, 2, 3]]);
  });

  it('fills up boxes that are missing', async () => {
    const { images: x, ...boundingBoxes } = data();
    const output = maxNumBoundingBoxes({ maxNumber: 3, fillValue: -2 }).apply({ images: x, boundingBoxes });
    expect(await read(output.boundingBoxes?.boxes)).toEqual([[0, 1, 2, 3, 4, 5, 6, 7, -2, -2, -2, -2], [1, 3, 4]]);
    expect(await read(output.boundingBoxes?.labels)).toEqual([[5, 6, -2], [1, 3]]);
  });

  it('needs to know how many boxes there are', () => {
    const record = { images: input({ batchShape: [null, 4, 4, 3] }), boundingBoxes: { boxes: input({ batchShape: [null, null, 4] }), labels: input({ batchShape: [null, null] }) } };
    expect(() => maxNumBoundingBoxes({ maxNumber: 3 }).apply(record)).toThrow(/number is known/);
  });
});
