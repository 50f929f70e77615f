import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tensor } from '@kedge/graph-core';
import { describe, expect, it } from 'vitest';
import { applications, preprocessInput, type PreprocessMode } from './index.js';

const FILE = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'applications', 'preprocessing.json');
const goldens = JSON.parse(readFileSync(FILE, 'utf8')) as Readonly<Record<'tf' | 'caffe' | 'torch', readonly number[]>> & { readonly modes: Readonly<Record<string, PreprocessMode>> };

/** Every value of each channel, as the script that wrote the file makes them. */
const pixels = tensor(
  Uint8Array.from({ length: 768 }, (_, i) => {
    const value = Math.floor(i / 3);
    return [value, 255 - value, (value * 7) % 256][i % 3] ?? 0;
  }),
  [16, 16, 3],
  'uint8',
);

describe('preprocessInput', () => {
  it.each(['tf', 'caffe', 'torch'] as const)('%s is, to the bit, what Keras makes of every pixel value', (mode) => {
    const { data, shape, dtype } = preprocessInput(pixels, { mode });
    expect([shape, dtype]).toEqual([[16, 16, 3], 'float32']);
    expect(data).toEqual(Float32Array.from(goldens[mode]));
  });

  it('each application has the mode of its function in Keras', () => {
    expect(Object.fromEntries(applications.map(({ name, preprocess }) => [name, preprocess]))).toEqual(goldens.modes);
  });

  it('keras#5416, dlm#16, dlm#20: InceptionV3 gets -1..1 unless told otherwise', () => {
    expect(preprocessInput(tensor([0, 127.5, 255], [1, 3])).data).toEqual(Float32Array.of(-1, 0, 1));
  });

  it('dlm#41: channels are swapped before the means are subtracted', () => {
    expect(preprocessInput(tensor([255, 0, 0], [1, 1, 1, 3], 'uint8'), { mode: 'caffe' }).data).toEqual(Float32Array.of(-103.939, -116.779, 131.32));
  });

  it('none hands the pixels on, for networks that scale them', () => {
    expect(preprocessInput(pixels, { mode: 'none' }).data).toEqual(Float32Array.from(pixels.data));
  });

  it('leaves the pixels as they are', () => {
    const given = tensor([255, 0, 0], [1, 3]);
    preprocessInput(given);
    expect(given.data).toEqual(Float32Array.of(255, 0, 0));
  });

  it('refuses what is no RGB, and modes that there are not', () => {
    expect(() => preprocessInput(tensor([1, 2], [1, 1, 1, 2]))).toThrow(/3 channels last, got float32 of shape \(1, 1, 1, 2\)/);
    expect(() => preprocessInput({ data: ['a', 'b', 'c'], shape: [1, 3], dtype: 'string' })).toThrow(/got string/);
    expect(() => preprocessInput(pixels, { mode: 'unit' as 'tf' })).toThrow(/'tf', 'caffe', 'torch' or 'none', got 'unit'/);
  });
});
