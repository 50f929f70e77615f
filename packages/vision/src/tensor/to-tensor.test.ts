import { describe, expect, it } from 'vitest';
import { fixture, floats, fromBase64 } from '../../test/fixtures.js';
import { resizeImage, toBatch, toGrayscale, toTensor, type PilMethod, type PreprocessMode, type Raster } from '../index.js';

const goldens = fixture<{
  width: number;
  height: number;
  data: string;
  modes: Record<Exclude<PreprocessMode, 'none'>, string>;
  loads: { color: 'rgb' | 'grayscale'; method: PilMethod; keep: boolean; data: string }[];
  smart: string;
}>('tensors.json');

const image: Raster = { width: goldens.width, height: goldens.height, channels: 3, data: fromBase64(goldens.data) };
const red: Raster = { width: 1, height: 1, channels: 3, data: Uint8Array.of(255, 0, 0) };

function worst(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Array.from(a).reduce<number>((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? Number.NaN))), 0);
}

describe('preprocessing is that of keras.applications (keras#5416, keras#7822, dlm#16)', () => {
  it.each(Object.entries(goldens.modes))('%s', (mode, expected) => {
    const { data, shape, dtype } = toTensor(image, { preprocess: mode as PreprocessMode });
    expect([shape, dtype]).toEqual([[1, image.height, image.width, 3], 'float32']);
    // Keras computes in float32 step by step: three roundings of numbers up to the largest that occurs, 255 in caffe mode.
    const largest = mode === 'caffe' ? 256 : 4;
    expect(worst(data, floats(expected))).toBeLessThanOrEqual(3 * largest * 2 ** -24);
  });

  it('caffe: to BGR first, then the means in that order (dlm#41)', () => {
    expect(Array.from(toTensor(red, { preprocess: 'caffe' }).data)).toEqual([-103.939, -116.779, 255 - 123.68].map(Math.fround));
  });

  it('tf: -1 to 1', () => {
    expect(Array.from(toTensor(red, { preprocess: 'tf' }).data)).toEqual([1, -1, -1]);
  });

  it('none and default: 0 to 255', () => {
    expect(toTensor(image).data).toEqual(Float32Array.from(image.data));
    expect(toTensor(image, { preprocess: 'none' })).toEqual(toTensor(image));
  });

  it('one of your own', () => {
    const gray = toTensor(red, { preprocess: { scale: 1 / 255, mean: 0.5, std: 0.25 } });
    expect(Array.from(gray.data)).toEqual([2, -2, -2]);
    const swapped = toTensor(red, { preprocess: { mean: [1, 2, 3], std: [1, 2, 4], channelOrder: 'bgr' } });
    expect(Array.from(swapped.data)).toEqual([-1, -1, 63]);
  });

  it('refuses numbers that do not fit', () => {
    for (const preprocess of [{ mean: [1, 2] }, { std: 0 }, { scale: Number.NaN }, { mean: Number.POSITIVE_INFINITY }]) {
      expect(() => toTensor(image, { preprocess })).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
    }
    // @ts-expect-error: no such mode.
    expect(() => toTensor(image, { preprocess: 'imagenet' })).toThrow(/caffe, torch/);
    expect(() => toTensor(image, { preprocess: 'torch', colorMode: 'grayscale' })).toThrow(/1 channels/);
  });
});

describe("Keras' load_img", () => {
  it.each(goldens.loads)('$color, $method, keep_aspect_ratio $keep', ({ color, method, keep, data }) => {
    const tensor = toTensor(image, { width: 12, height: 10, resize: method, keepAspectRatio: keep, colorMode: color });
    expect(tensor.shape).toEqual([1, 10, 12, color === 'rgb' ? 3 : 1]);
    expect(tensor.data).toEqual(Float32Array.from(fromBase64(data)));
  });

  it('smart_resize, which crops for TensorFlow resizing', () => {
    const tensor = toTensor(image, { width: 12, height: 10, resize: 'tf-bilinear', keepAspectRatio: true });
    expect(worst(tensor.data, floats(goldens.smart))).toBeLessThanOrEqual(255 * 64 * 2 ** -24);
  });
});

describe('toTensor', () => {
  it('takes gray, RGBA and resized pictures', () => {
    const gray = toGrayscale(image);
    expect(toTensor(gray).data).toEqual(Float32Array.from(gray.data).reduce((out, value, i) => out.fill(value, 3 * i, 3 * i + 3), new Float32Array(3 * gray.data.length)));
    const rgba: Raster = { width: 1, height: 1, channels: 4, data: Uint8Array.of(1, 2, 3, 0) };
    expect(Array.from(toTensor(rgba).data)).toEqual([1, 2, 3]);
    const resized = resizeImage(image, { width: 5, height: 4, method: 'tf-bicubic' });
    expect(toTensor(resized).data).toEqual(resized.data);
    expect(() => toTensor(resized, { width: 9, height: 9 })).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  });

  it('writes into an array of yours', () => {
    const into = new Float32Array(4 * 4 * 3);
    const tensor = toTensor(image, { width: 4, height: 4, into });
    expect(tensor.data).toBe(into);
    expect(into).toEqual(toTensor(image, { width: 4, height: 4 }).data);
    expect(() => toTensor(image, { into })).toThrow(expect.objectContaining({ code: 'SHAPE_MISMATCH' }));
  });

  it('needs both sides of a size', () => {
    expect(() => toTensor(image, { width: 4 })).toThrow(/both width and height/);
    // @ts-expect-error: no such mode.
    expect(() => toTensor(image, { colorMode: 'hsv' })).toThrow(/grayscale/);
  });
});

describe('toBatch', () => {
  it('is one tensor after the other', () => {
    const options = { width: 6, height: 5, preprocess: 'tf' } as const;
    const batch = toBatch([image, red, image], options);
    expect(batch.shape).toEqual([3, 5, 6, 3]);
    const size = 5 * 6 * 3;
    expect(batch.data.subarray(size, 2 * size)).toEqual(toTensor(red, options).data);
    expect(batch.data.subarray(2 * size)).toEqual(toTensor(image, options).data);
  });

  it('of pictures of different sizes needs a size, and of none is refused', () => {
    expect(() => toBatch([image, red])).toThrow(expect.objectContaining({ code: 'SHAPE_MISMATCH' }));
    expect(() => toBatch([])).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  });
});
