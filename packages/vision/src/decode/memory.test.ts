import { describe, expect, it } from 'vitest';
import { fixture, fromBase64, type PictureCase } from '../../test/fixtures.js';
import { decodeImage, toTensor } from '../index.js';

const { pictures } = fixture<{ pictures: PictureCase[] }>('pictures.json');

describe('memory', () => {
  it('stays where it was over thousands of pictures, broken ones among them', async () => {
    const files = pictures.filter(({ name }) => /^(420|progressive|cmyk|lossy|type6-8bit|interlaced|24bit)\./.test(name)).map(({ bytes }) => fromBase64(bytes));
    const round = async () => {
      for (let i = 0; i < 60; i += 1) {
        for (const bytes of files) {
          toTensor(await decodeImage(bytes), { width: 32, height: 32 });
          await decodeImage(bytes.subarray(0, bytes.length - 30)).catch(() => undefined);
        }
      }
    };
    await round();
    const before = process.memoryUsage().rss;
    for (let i = 0; i < 4; i += 1) await round();
    // Garbage that is not yet collected is allowed for; a leak of each picture's pixels or codec memory would be far above.
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 2 ** 20);
  });
});
