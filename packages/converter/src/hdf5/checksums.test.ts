import { describe, expect, test } from 'vitest';
import { fletcher32 } from './fletcher32.js';
import { unshuffle } from './shuffle.js';
import { copyRegion } from './copy-region.js';

describe('fletcher32', () => {
  test('a sum worked by hand: words 0x0102, 0x0304', () => {
    // low = 0x0102 + 0x0304 = 0x0406; high = 0x0102 + 0x0406 = 0x0508.
    expect(fletcher32(Uint8Array.of(1, 2, 3, 4))).toBe(0x05080406);
  });

  test('an odd last byte counts as the upper half of a word', () => {
    expect(fletcher32(Uint8Array.of(1, 2, 3))).toBe(fletcher32(Uint8Array.of(1, 2, 3, 0)));
  });
});

test('unshuffle puts the planes of bytes back, for any size, and leaves the rest', () => {
  for (const size of [1, 2, 3, 4, 8]) {
    const plain = Uint8Array.from({ length: size * 5 + (size > 1 ? 1 : 0) }, (_, index) => index);
    const shuffled = plain.slice();
    for (let element = 0; element < 5; element++) for (let byte = 0; byte < size; byte++) shuffled[byte * 5 + element] = plain[element * size + byte] as number;
    expect(unshuffle(shuffled, size)).toEqual(plain);
  }
});

test('unshuffle with an absurd size of elements ends at once', () => {
  expect(unshuffle(Uint8Array.of(1, 2, 3), 0xffffffff)).toEqual(Uint8Array.of(1, 2, 3));
});

test('copyRegion cuts a chunk at the edge of the dataset', () => {
  const out = new Uint8Array(3 * 5);
  copyRegion(Uint8Array.of(1, 2, 3, 4, 5, 6), [2, 3], [2, 3], out, [3, 5], 1);
  expect([...out]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2]);
});
