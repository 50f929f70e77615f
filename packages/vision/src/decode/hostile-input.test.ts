import { KedgeError } from '@kedge/graph-core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixture, fromBase64, type PictureCase } from '../../test/fixtures.js';
import { decodeImage, type DecodedImage } from '../index.js';

const { pictures } = fixture<{ pictures: PictureCase[] }>('pictures.json');
const sources = pictures.map(({ name, bytes }) => ({ name, bytes: fromBase64(bytes) }));

/** One change to a file: cut it, overwrite or insert or remove bytes, repeat a stretch. */
type Edit = { kind: 'cut' | 'set' | 'flip' | 'insert' | 'remove' | 'repeat'; at: number; length: number; bytes: Uint8Array };

const edit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom('cut', 'set', 'flip', 'insert', 'remove', 'repeat'),
  // Headers are short and break in more ways than pixels do.
  at: fc.oneof(fc.nat({ max: 120 }), fc.nat({ max: 4000 })),
  length: fc.nat({ max: 40 }),
  bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }),
});

function applied(source: Uint8Array, { kind, at, length, bytes }: Edit): Uint8Array {
  const position = at % source.length;
  const head = source.subarray(0, position);
  const stretch = source.subarray(position, position + length);
  const tail = source.subarray(position + length);
  switch (kind) {
    case 'cut':
      return head;
    case 'set':
      return Uint8Array.of(...head, ...bytes, ...source.subarray(position + bytes.length));
    case 'flip':
      return source.map((byte, i) => (i === position ? byte ^ (1 << (length & 7)) : byte));
    case 'insert':
      return Uint8Array.of(...head, ...bytes, ...source.subarray(position));
    case 'remove':
      return Uint8Array.of(...head, ...tail);
    case 'repeat':
      return Uint8Array.of(...head, ...stretch, ...stretch, ...tail);
  }
}

const CODES = ['CORRUPT_IMAGE', 'UNSUPPORTED_IMAGE', 'IMAGE_TOO_LARGE'];

/** Either a picture that is one, or one clear error. */
async function decodesOrRefuses(bytes: Uint8Array): Promise<void> {
  let image: DecodedImage;
  try {
    image = await decodeImage(bytes, { maxPixels: 2 ** 22 });
  } catch (error) {
    if (!(error instanceof KedgeError)) throw error;
    expect(CODES).toContain(error.code);
    expect(error.message.length).toBeGreaterThan(20);
    return;
  }
  expect(image.width * image.height).toBeGreaterThan(0);
  expect(image.data).toHaveLength(image.width * image.height * 3);
}

describe('hostile input gives a picture or one KedgeError', () => {
  it.each(['jpg', 'png', 'webp', 'gif', 'bmp'])('damaged %s files', async (extension) => {
    const files = sources.filter(({ name }) => name.endsWith(`.${extension}`)).map(({ bytes }) => bytes);
    const damaged = fc.tuple(fc.constantFrom(...files), fc.array(edit, { minLength: 1, maxLength: 4 }));
    const property = fc.asyncProperty(damaged, async ([file, edits]) => {
      await decodesOrRefuses(edits.reduce((bytes, change) => (bytes.length === 0 ? bytes : applied(bytes, change)), file));
    });
    await expect(fc.assert(property, { numRuns: 600 })).resolves.toBeUndefined();
  });

  it('every length of a file', async () => {
    for (const name of ['exif-6.jpg', 'cmyk-restarts.jpg', 'exif-6.png', 'exif-6.webp', 'one-pixel.gif', '4bit.bmp']) {
      const bytes = sources.find((source) => source.name === name)?.bytes ?? new Uint8Array(0);
      expect(bytes.length).toBeGreaterThan(0);
      for (let length = 0; length < bytes.length; length += 1) await decodesOrRefuses(bytes.subarray(0, length));
    }
  });

  it('a signature and then anything', async () => {
    const signatures = ['\xff\xd8\xff', '\x89PNG\r\n\x1a\n', 'GIF89a', 'RIFF\x40\0\0\0WEBP', 'BM'].map((text) => Uint8Array.from(text, (c) => c.charCodeAt(0)));
    const property = fc.asyncProperty(fc.constantFrom(...signatures), fc.uint8Array({ maxLength: 200 }), async (signature, rest) => {
      await decodesOrRefuses(Uint8Array.of(...signature, ...rest));
    });
    await expect(fc.assert(property, { numRuns: 600 })).resolves.toBeUndefined();
  });
});
