import type { NumericTensor } from '@kedge/graph-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MemorySource } from '../io/memory-source.js';
import type { Hdf5Group } from './group.js';
import { openHdf5 } from './open.js';
import { splitNames } from './split-names.js';
import { LARGEST_ATTRIBUTE, type WritableGroup } from './write-tree.js';
import { writeHdf5 } from './writer.js';

function floats(values: readonly number[], shape: readonly number[]): NumericTensor {
  return { data: Float32Array.from(values), shape, dtype: 'float32' };
}

async function written(tree: WritableGroup): Promise<Hdf5Group> {
  return (await openHdf5(new MemorySource(await writeHdf5(tree)))).root;
}

const MODEL: WritableGroup = {
  attributes: { keras_version: '2.15.0', model_config: JSON.stringify({ text: 'ü'.repeat(100_000) }), empty: [], step: 3, rates: [0.5, 2] },
  members: new Map([
    [
      'model_weights',
      {
        attributes: { layer_names: ['conv1', 'conv1/bn', 'häßlich'] },
        members: new Map([
          ['conv1/conv1/kernel:0', { tensor: floats([1, 2, 3, 4, 5, 6], [2, 3]) }],
          ['conv1', { attributes: { weight_names: ['conv1/kernel:0'] } }],
          ['conv1/bn/gamma:0', { tensor: floats([0.5], [1]), attributes: { note: 'one' } }],
          ['scalar', { tensor: floats([7], []) }],
          ['nothing', { tensor: floats([], [0, 3]) }],
          ['whole', { tensor: { data: Int32Array.of(1, -(2 ** 31)), shape: [2], dtype: 'int32' } }],
          ['bytes', { tensor: { data: Uint8Array.of(0, 255), shape: [2], dtype: 'uint8' } }],
        ]),
      },
    ],
  ]),
};

describe('writeHdf5', () => {
  test('everything that was written is read back', async () => {
    const root = await written(MODEL);
    expect(await root.attribute('keras_version')).toBe('2.15.0');
    expect(await root.attribute('model_config')).toBe(MODEL.attributes?.['model_config']);
    expect(await root.attribute('empty')).toEqual([]);
    expect(await root.attribute('step')).toBe(3);
    expect(await root.attribute('rates')).toEqual([0.5, 2]);
    const weights = (await root.group('model_weights')) as Hdf5Group;
    expect(await weights.attribute('layer_names')).toEqual(['conv1', 'conv1/bn', 'häßlich']);
    expect(await (await weights.group('conv1'))?.attribute('weight_names')).toEqual(['conv1/kernel:0']);
    expect(await (await weights.dataset('conv1/conv1/kernel:0'))?.read()).toEqual(floats([1, 2, 3, 4, 5, 6], [2, 3]));
    expect(await (await weights.dataset('conv1/bn/gamma:0'))?.attribute('note')).toBe('one');
    expect(await (await weights.dataset('scalar'))?.read()).toEqual(floats([7], []));
    expect(await (await weights.dataset('nothing'))?.read()).toEqual(floats([], [0, 3]));
    expect((await (await weights.dataset('whole'))?.read())?.data).toEqual(Int32Array.of(1, -(2 ** 31)));
    expect((await (await weights.dataset('bytes'))?.read())?.data).toEqual(Uint8Array.of(0, 255));
  });

  test('the same tree gives the same bytes, also in a later second and after other files', async () => {
    const first = await writeHdf5(MODEL);
    await writeHdf5({ members: new Map([['other', { tensor: floats(Array.from({ length: 5000 }, (_, index) => index), [5000]) }]]) });
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect(await writeHdf5(MODEL)).toEqual(first);
  });

  test('two objects of one name, and an array that should also be a group, are errors', async () => {
    const tensor = floats([1], [1]);
    const twice = writeHdf5({ members: new Map([['a/b', { tensor }], ['a', { members: new Map([['b', { tensor }]]) }]]) });
    await expect(twice).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(writeHdf5({ members: new Map([['a', { tensor }], ['a/b', { tensor }]]) })).rejects.toThrow(/a to be a group/);
    await expect(writeHdf5({ members: new Map([['..', { tensor }]]) })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });

  test('keras#9398: names beyond 64 KB are split, and only then', async () => {
    const names = Array.from({ length: 1500 }, (_, index) => `a_layer_with_a_name_as_long_as_they_get_in_real_networks_${index}`);
    await expect(writeHdf5({ attributes: { layer_names: names } })).rejects.toThrow(/splitNames/);
    const attributes = splitNames('layer_names', names);
    expect(Object.keys(attributes)).toEqual(['layer_names0', 'layer_names1']);
    const root = await written({ attributes });
    const parts = await Promise.all(Object.keys(attributes).map((name) => root.attribute(name)));
    expect(parts.flat()).toEqual(names);
    expect(splitNames('layer_names', ['a', 'b'])).toEqual({ layer_names: ['a', 'b'] });
  });
});

describe('splitNames', () => {
  test('parts are in order, within the limit, and differ by one name at most', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 1, max: 40 }), (count, width) => {
        const names = Array.from({ length: count }, (_, index) => String(index).padStart(width, 'x').slice(-width));
        const parts = Object.values(splitNames('n', names));
        const sizes = parts.map((part) => part.length);
        expect(parts.flat()).toEqual(names);
        expect(Math.max(0, ...sizes) * width).toBeLessThanOrEqual(LARGEST_ATTRIBUTE);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 100 },
    );
  });

  test('a single name beyond the limit is an error', () => {
    expect(() => splitNames('n', ['x'.repeat(LARGEST_ATTRIBUTE + 1)])).toThrow(/Shorten/);
  });
});
