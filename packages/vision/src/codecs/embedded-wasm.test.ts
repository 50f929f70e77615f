import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { unpackWasm } from './embedded-wasm.js';
import { wasm as mozjpeg } from './generated/mozjpeg-wasm.js';
import { wasm as webp } from './generated/webp-wasm.js';

const require = createRequire(import.meta.url);

describe('the embedded codecs are those of the installed packages', () => {
  it.each([
    ['@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm', mozjpeg],
    ['@jsquash/webp/codec/dec/webp_dec.wasm', webp],
  ])('%s (run scripts/embed-codecs.mjs when this fails)', (path, text) => {
    expect(Buffer.from(unpackWasm(text)).equals(readFileSync(require.resolve(path)))).toBe(true);
  });
});
