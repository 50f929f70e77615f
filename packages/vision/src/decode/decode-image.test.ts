import { readFileSync } from 'node:fs';
import { KedgeError } from '@kedge/graph-core';
import { describe, expect, it } from 'vitest';
import { corpusImages, fixture, fromBase64, sha256, type Answer, type PictureCase } from '../../test/fixtures.js';
import { decodeImage } from '../index.js';

const { pictures } = fixture<{ pictures: PictureCase[] }>('pictures.json');
const refused = fixture<{ pictures: PictureCase[] }>('refused.json').pictures;
const corpus = fixture<{ pictures: Record<string, Answer & { file: string }> }>('corpus.json').pictures;

function bytesOf(name: string): Uint8Array {
  const found = pictures.find((picture) => picture.name === name);
  if (found === undefined) throw new Error(`no fixture ${name}`);
  return fromBase64(found.bytes);
}

async function errorOf(bytes: Uint8Array, options = {}): Promise<KedgeError> {
  const error = await decodeImage(bytes, options).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(KedgeError);
  return error as KedgeError;
}

describe('pixels are those of Pillow', () => {
  it.each(pictures)('$name', async (picture) => {
    const bytes = fromBase64(picture.bytes);
    const rgb = await decodeImage(bytes);
    expect([rgb.width, rgb.height, rgb.channels]).toEqual([picture.width, picture.height, 3]);
    expect(sha256(rgb.data)).toBe(picture.rgb);
    if (picture.rgba === undefined) return;
    const rgba = await decodeImage(bytes, { channels: 4 });
    expect(sha256(rgba.data)).toBe(picture.rgba);
  });

  it.skipIf(corpusImages === undefined).each(Object.entries(corpus))('corpus: %s', async (name, answer) => {
    const bytes = new Uint8Array(readFileSync(`${corpusImages}/${name}`));
    expect(sha256(bytes), 'the corpus file is not the one that Pillow was asked about').toBe(answer.file);
    if (answer.error !== undefined) {
      expect((await errorOf(bytes)).code).toBe('CORRUPT_IMAGE');
      return;
    }
    const image = await decodeImage(bytes);
    expect([image.width, image.height]).toEqual([answer.width, answer.height]);
    expect(sha256(image.data)).toBe(answer.rgb);
  });
});

describe('what Pillow refuses is refused', () => {
  it.each(refused)('$name ($error)', async ({ name, bytes }) => {
    const error = await errorOf(fromBase64(bytes));
    expect(['CORRUPT_IMAGE', 'UNSUPPORTED_IMAGE', 'IMAGE_TOO_LARGE']).toContain(error.code);
    if (/^(cut|bad|short)/.test(name)) expect(error.code).toBe('CORRUPT_IMAGE');
  });
});

describe('orientation', () => {
  it('EXIF orientations 1 to 8 of one picture give one picture, in JPEG, PNG and WebP (tf#8430, tf#33932)', async () => {
    for (const format of ['png', 'webp', 'jpg']) {
      const images = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map((value) => decodeImage(bytesOf(`exif-${value}.${format}`))));
      expect(images.map((image) => image.orientation)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
      for (const image of images) {
        expect([image.width, image.height]).toEqual([23, 14]);
        // A JPEG's blocks are cut otherwise when it is stored turned, so its pixels differ by a little.
        const tolerance = format === 'jpg' ? 40 : 0;
        expect(Math.max(...image.data.map((value, i) => Math.abs(value - (images[0]?.data[i] ?? 0))))).toBeLessThanOrEqual(tolerance);
      }
    }
  });

  it('is left alone on request', async () => {
    const image = await decodeImage(bytesOf('exif-6.png'), { applyOrientation: false });
    expect([image.width, image.height, image.orientation]).toEqual([14, 23, 6]);
  });

  it('broken EXIF is ignored with the pixels intact (tf#8430)', async () => {
    const header = [0xff, 0xe1, 0, 12, ...Buffer.from('Exif\0\0XX*\0')];
    const jpeg = bytesOf('exif-0.jpg');
    const broken = Uint8Array.of(0xff, 0xd8, ...header, ...jpeg.subarray(2));
    expect((await decodeImage(broken)).data).toEqual((await decodeImage(jpeg)).data);
  });
});

describe('input that is no picture', () => {
  it('empty bytes', async () => {
    const error = await errorOf(new Uint8Array(0));
    expect(error.code).toBe('CORRUPT_IMAGE');
    expect(error.message).toContain('0 bytes');
  });

  it.each([
    ['<!DOCTYPE html><html><body>404</body></html>', 'HTML page'],
    ['<?xml version="1.0"?><svg></svg>', 'SVG'],
    ['\0\0\0\x18ftypheic\0\0\0\0', 'HEIC'],
    ['\0\0\0\x18ftypavif\0\0\0\0', 'AVIF'],
    ['\0\0\0\x18ftypmp42\0\0\0\0', 'video'],
    ['II*\0\x08\0\0\0', 'TIFF'],
    ['MM\0*\0\0\0\x08', 'TIFF'],
    ['%PDF-1.7', 'PDF'],
    ['PK\x03\x04rest', 'ZIP'],
    ['\x89HDF\r\n\x1a\n', 'HDF5'],
    ['version https://git-lfs.github.com/spec/v1', 'Git LFS'],
    ['data:image/png;base64,AAAA', 'data URL'],
    ['P6 1 1 255 ', 'Netpbm'],
    ['{"error": "not found"}', 'JSON'],
    ['just some text', 'text'],
    ['\0\0\0\0\0\0\0\0\0', 'zero bytes'],
    ['\x01\x02\x03\xfe\xff', 'no format known'],
  ])('names what the bytes look like: %j', async (text, expected) => {
    const error = await errorOf(Uint8Array.from(text, (character) => character.charCodeAt(0)));
    expect(error.code).toBe('UNSUPPORTED_IMAGE');
    expect(error.message).toContain(expected);
  });

  it('a value that is no bytes', async () => {
    // @ts-expect-error: a path is not what decodeImage takes.
    await expect(decodeImage('photo.jpg')).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });
});

describe('limits', () => {
  it('maxPixels is checked against the header, before anything is decoded', async () => {
    for (const name of ['420.jpg', 'type2-8bit.png', 'lossy.webp', 'plain.gif', '24bit.bmp']) {
      const error = await errorOf(bytesOf(name), { maxPixels: 50 });
      expect(error.code).toBe('IMAGE_TOO_LARGE');
      expect(error.message).toContain('maxPixels');
    }
  });

  it('a progressive JPEG with very many scans is refused at once', async () => {
    const jpeg = bytesOf('gray-progressive.jpg');
    const frame = jpeg.findIndex((byte, i) => byte === 0xff && jpeg[i + 1] === 0xc2);
    const scan = jpeg.findIndex((byte, i) => byte === 0xff && jpeg[i + 1] === 0xda);
    const claimed = Uint8Array.from(jpeg);
    claimed.set([0x30, 0x00, 0x30, 0x00], frame + 5);
    const scans = Array.from({ length: 300 }, () => [...jpeg.subarray(scan, scan + 10), 0]).flat();
    // As many bytes behind the picture as its size would need.
    const rest = new Uint8Array(300_000);
    const error = await errorOf(Uint8Array.from([...claimed.subarray(0, scan), ...scans, 0xff, 0xd9, ...rest]));
    expect(error.code).toBe('CORRUPT_IMAGE');
    expect(error.message).toContain('scans');
  });

  it('options that make no sense', async () => {
    expect((await errorOf(bytesOf('420.jpg'), { maxPixels: 0 })).code).toBe('INVALID_ARGUMENT');
    expect((await errorOf(bytesOf('420.jpg'), { channels: 1 })).code).toBe('INVALID_ARGUMENT');
  });
});

describe('behaviour', () => {
  it('says what it decoded', async () => {
    expect(await decodeImage(bytesOf('420.jpg'))).toMatchObject({ format: 'jpeg', hasAlpha: false, orientation: 1, warnings: [] });
    expect(await decodeImage(bytesOf('lossy-alpha.webp'))).toMatchObject({ format: 'webp', hasAlpha: true });
    expect(await decodeImage(bytesOf('transparent.gif'))).toMatchObject({ format: 'gif', hasAlpha: true });
    expect(await decodeImage(bytesOf('type6-8bit.png'))).toMatchObject({ format: 'png', hasAlpha: true });
    expect(await decodeImage(bytesOf('24bit.bmp'))).toMatchObject({ format: 'bmp', hasAlpha: false });
  });

  it('names damage that did not keep the picture from being decoded', async () => {
    expect((await decodeImage(bytesOf('no-end-marker.jpg'))).warnings).toContain('no end marker');
  });

  it('takes an ArrayBuffer and a view into a larger buffer', async () => {
    const bytes = bytesOf('420.jpg');
    const expected = await decodeImage(bytes);
    const padded = new Uint8Array(bytes.length + 20);
    padded.set(bytes, 10);
    expect((await decodeImage(padded.subarray(10, 10 + bytes.length))).data).toEqual(expected.data);
    expect((await decodeImage(padded.buffer.slice(10, 10 + bytes.length))).data).toEqual(expected.data);
  });

  it('a picture that breaks the codec does not spoil the next, and nothing is printed', async () => {
    const written: unknown[] = [];
    const streams = [process.stdout, process.stderr];
    const originals = streams.map((stream) => stream.write);
    for (const stream of streams) stream.write = (chunk: unknown) => written.push(chunk) > 0;
    try {
      for (const name of ['cut-in-header.jpg', 'no-tables.jpg', 'cut.webp', 'bad-bits.webp']) {
        const bad = refused.find((picture) => picture.name === name);
        await errorOf(fromBase64(bad?.bytes ?? ''));
        await decodeImage(bytesOf('420.jpg'));
        await decodeImage(bytesOf('lossy.webp'));
      }
    } finally {
      streams.forEach((stream, i) => {
        stream.write = originals[i] ?? stream.write;
      });
    }
    expect(written).toEqual([]);
  });

  it('decodes many at once, and leaves no global behind', async () => {
    const before = Object.getOwnPropertyNames(globalThis);
    const all = await Promise.all(pictures.map(({ bytes }) => decodeImage(fromBase64(bytes))));
    expect(all.map(({ data }) => sha256(data))).toEqual(pictures.map(({ rgb }) => rgb));
    expect(Object.getOwnPropertyNames(globalThis)).toEqual(before);
  });
});
