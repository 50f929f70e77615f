import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJson, parseJsonBytes } from './json.js';

test('any JSON is what JSON.parse makes of it', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), (text) => {
      fc.pre(!text.includes('__proto__'));
      expect(parseJson(text, 'x')).toEqual(JSON.parse(text));
    }),
  );
});

test('the constants that Python writes, but not within text', () => {
  expect(parseJson('{"a": NaN, "b": [Infinity, -Infinity], "c": "NaN, Infinity \\" NaN"}', 'x')).toEqual({ a: NaN, b: [Infinity, -Infinity], c: 'NaN, Infinity " NaN' });
  expect(parseJson('NaN', 'x')).toBeNaN();
});

test('a key __proto__ is refused wherever it stands and however it is spelled', () => {
  for (const text of ['{"__proto__": 1}', '[{"a": {"__proto__": {}}}]', '{"\\u005f_proto__": 1}']) expect(() => parseJson(text, 'model.json')).toThrow(/model\.json: holds the key __proto__/);
});

test('nesting without end is refused before anything is built', () => {
  expect(() => parseJson('['.repeat(1_000_000), 'x')).toThrow(/nested deeper/);
  expect(() => parseJson('{"a":'.repeat(2000) + '1' + '}'.repeat(2000), 'x')).toThrow(/nested deeper/);
  expect(parseJson(`"${'['.repeat(5000)}"`, 'x')).toHaveLength(5000);
});

test('text that is no JSON, and bytes that are no text', () => {
  expect(() => parseJson('{"a": ', 'm.json')).toThrow(/m\.json: expected JSON/);
  expect(() => parseJsonBytes(Uint8Array.of(0x22, 0xff, 0x22), 'm.json')).toThrow(/no UTF-8/);
  expect(parseJsonBytes(Uint8Array.of(0xef, 0xbb, 0xbf, 0x31), 'm.json')).toBe(1);
});
