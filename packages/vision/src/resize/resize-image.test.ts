import { describe, expect, it } from 'vitest';
import { fixture, floats, formulaPicture, fromBase64, sha256 } from '../../test/fixtures.js';
import { parseResizeMethod, RESIZE_METHODS, resizeImage, type PilMethod, type Raster, type TfMethod } from '../index.js';

interface PilCase {
  readonly source: 'rgb' | 'gray' | 'rgba' | 'formula';
  readonly method: PilMethod;
  readonly width: number;
  readonly height: number;
  readonly sha: string;
}

interface TfCase {
  readonly source?: 'formula';
  readonly method: TfMethod;
  readonly antialias: boolean;
  readonly width: number;
  readonly height: number;
  readonly data: string;
}

const goldens = fixture<{
  width: number;
  height: number;
  sources: Record<string, { channels: 1 | 3 | 4; data: string }>;
  pil: PilCase[];
  tf: TfCase[];
}>('resize.json');

const large = formulaPicture(4000, 3000);

function source(name: string): Raster {
  if (name === 'formula') return large;
  const found = goldens.sources[name];
  if (found === undefined) throw new Error(`no source ${name}`);
  return { width: goldens.width, height: goldens.height, channels: found.channels, data: fromBase64(found.data) };
}

describe('pil methods are Pillow to the bit, up and down scale (pytorch/vision#2950, keras#8435)', () => {
  it.each(goldens.pil)('$source by $method to $width x $height', ({ source: name, method, width, height, sha }) => {
    const resized = resizeImage(source(name), { width, height, method });
    expect([resized.width, resized.height]).toEqual([width, height]);
    expect(sha256(resized.data)).toBe(sha);
  });
});

describe('tf methods are tf.image.resize (keras#8435)', () => {
  it.each(goldens.tf)('$source by $method, antialias $antialias, to $width x $height', ({ source: name = 'rgb', method, antialias, width, height, data }) => {
    const resized = resizeImage(source(name), { width, height, method, antialias });
    const expected = floats(data);
    expect(resized.data).toHaveLength(expected.length);
    // TensorFlow's weights and its sums over 8-bit samples are float32: some units of 2^-24 of 255, times the weights.
    const tolerance = 255 * 64 * 2 ** -24;
    const worst = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - (resized.data[i] ?? Number.NaN))), 0);
    expect(worst).toBeLessThanOrEqual(tolerance);
  });

  it('tf-nearest gives bytes, the others floats', () => {
    expect(resizeImage(source('rgb'), { width: 3, height: 3, method: 'tf-nearest' }).data).toBeInstanceOf(Uint8Array);
    expect(resizeImage(source('rgb'), { width: 3, height: 3, method: 'tf-area' }).data).toBeInstanceOf(Float32Array);
  });
});

describe('resizeImage', () => {
  it('defaults to the antialiased bilinear of Pillow', () => {
    const target = { width: 9, height: 8 };
    expect(resizeImage(source('rgb'), target)).toEqual(resizeImage(source('rgb'), { ...target, method: 'pil-bilinear' }));
  });

  it('one photo at two sizes gives nearly one small picture (nsfwjs#906)', () => {
    const target = { width: 32, height: 24 };
    const whole = resizeImage(large, target).data;
    const viaHalf = resizeImage(resizeImage(large, { width: 2000, height: 1500, method: 'pil-box' }), target).data;
    // The halves are rounded once more, and the triangle is sampled at other points: a level or two.
    expect(Math.max(...whole.map((value, i) => Math.abs(value - (viaHalf[i] ?? 0))))).toBeLessThanOrEqual(2);
  });

  it('leaves its source as it was, and never hands it out', () => {
    const image = source('rgb');
    const before = image.data.slice();
    const same = resizeImage(image, { width: image.width, height: image.height });
    expect(same.data).toEqual(before);
    expect(same.data).not.toBe(image.data);
    resizeImage(source('rgba'), { width: 5, height: 5 });
    expect(image.data).toEqual(before);
  });

  it('refuses what makes no sense', () => {
    const image = source('rgb');
    expect(() => resizeImage(image, { width: 0, height: 3 })).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
    expect(() => resizeImage(image, { width: 2.5, height: 3 })).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
    expect(() => resizeImage({ ...image, width: 22 }, { width: 3, height: 3 })).toThrow(expect.objectContaining({ code: 'SHAPE_MISMATCH' }));
    // @ts-expect-error: no such method.
    expect(() => resizeImage(image, { width: 3, height: 3, method: 'cubic' })).toThrow(/pil-bicubic/);
  });
});

describe('parseResizeMethod', () => {
  it('knows every method and the two short names', () => {
    expect(RESIZE_METHODS.map(parseResizeMethod)).toEqual(RESIZE_METHODS);
    expect(parseResizeMethod('pil')).toBe('pil-bilinear');
    expect(parseResizeMethod('tf')).toBe('tf-bilinear');
    expect(() => parseResizeMethod('nearest')).toThrow(/pil-nearest/);
  });
});
