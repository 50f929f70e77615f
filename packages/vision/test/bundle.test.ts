import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as vision from '../src/index.js';
import { fixture, fromBase64, sha256, type PictureCase } from './fixtures.js';

const { pictures } = fixture<{ pictures: PictureCase[] }>('pictures.json');

describe('a bundle for pages', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kedge-vision-'));
  let outputs: { path: string; bytes: number }[] = [];

  beforeAll(async () => {
    const result = await build({
      entryPoints: [fileURLToPath(new URL('../src/index.ts', import.meta.url))],
      outdir: folder,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      splitting: true,
      minify: true,
      format: 'esm',
      platform: 'browser',
      conditions: ['kedge-source'],
      metafile: true,
      logLevel: 'silent',
    });
    outputs = Object.entries(result.metafile.outputs).map(([path, { bytes }]) => ({ path, bytes }));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('decodes every format with no file beside it (tfjs#3771, tfjs#4524)', async () => {
    const bundle = (await import(pathToFileURL(join(folder, 'index.mjs')).href)) as typeof vision;
    for (const name of ['420.jpg', 'cmyk.jpg', 'type2-8bit.png', 'lossy.webp', 'plain.gif', '24bit.bmp']) {
      const picture = pictures.find((candidate) => candidate.name === name);
      const image = await bundle.decodeImage(fromBase64(picture?.bytes ?? ''));
      expect(sha256(image.data)).toBe(picture?.rgb);
    }
  });

  it('asks for nothing of Node, and loads a codec only when it is needed', () => {
    const entry = outputs.find(({ path }) => path.endsWith('index.mjs'));
    expect(entry?.bytes).toBeLessThan(40_000);
    for (const { path } of outputs) {
      expect(readFileSync(join(folder, path.split('/').at(-1) ?? ''), 'utf8')).not.toMatch(/from ?["']node:|import\(["']node:|require\(["']/);
    }
  });
});
