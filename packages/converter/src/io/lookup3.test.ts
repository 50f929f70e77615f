import { expect, test } from 'vitest';
import { contentName, lookup3 } from './lookup3.js';

const text = new TextEncoder().encode('Four score and seven years ago');

test('the values that the author of lookup3 gives for hashlittle and hashlittle2', () => {
  // driver5() of lookup3.c, 2006.
  const cases: [string, [number, number], [number, number]][] = [
    ['', [0, 0], [0xdeadbeef, 0xdeadbeef]],
    ['', [0, 0xdeadbeef], [0xbd5b7dde, 0xdeadbeef]],
    ['', [0xdeadbeef, 0xdeadbeef], [0x9c093ccd, 0xbd5b7dde]],
    ['Four score and seven years ago', [0, 0], [0x17770551, 0xce7226e6]],
    ['Four score and seven years ago', [0, 1], [0xe3607cae, 0xbd371de4]],
    ['Four score and seven years ago', [1, 0], [0xcd628161, 0x6cbea4b3]],
  ];
  for (const [given, [c, b], expected] of cases) expect(lookup3(new TextEncoder().encode(given), [c, b]).map((word) => word.toString(16))).toEqual(expected.map((word) => word.toString(16)));
});

test('a name depends on the content only, not on where it lies in memory', () => {
  const padded = new Uint8Array(text.length + 3);
  padded.set(text, 3);
  expect(contentName(padded.subarray(3))).toBe(contentName(text));
  expect(contentName(text)).toMatch(/^[0-9a-f]{16}$/);
});
