/**
 * Writes the WebAssembly of the JPEG and WebP decoders into modules, deflated and in base64, so that they arrive wherever
 * the code does: no bundler has to find a file beside it, and glue and binary are always of one version.
 *
 *   node packages/vision/scripts/embed-codecs.mjs
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { deflateSync } from 'fflate';

const require = createRequire(import.meta.url);
const codecs = [
  { package: '@jsquash/jpeg', file: 'codec/dec/mozjpeg_dec.wasm', target: 'mozjpeg-wasm.ts' },
  { package: '@jsquash/webp', file: 'codec/dec/webp_dec.wasm', target: 'webp-wasm.ts' },
];

for (const codec of codecs) {
  const { version } = require(`${codec.package}/package.json`);
  const wasm = readFileSync(require.resolve(`${codec.package}/${codec.file}`));
  const text = Buffer.from(deflateSync(wasm, { level: 9 })).toString('base64');
  writeFileSync(
    new URL(`../src/codecs/generated/${codec.target}`, import.meta.url),
    `// Written by scripts/embed-codecs.mjs from ${codec.file} of ${codec.package} ${version}; licences in THIRD_PARTY_NOTICES.md.\n` +
      `/** ${wasm.length} bytes of WebAssembly, deflated (RFC 1951), in base64. */\n` +
      `export const wasm =\n  '${text}';\n`,
  );
}
