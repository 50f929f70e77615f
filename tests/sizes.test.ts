import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import ceilings from './size-ceilings.json' with { type: 'json' };

const root = join(import.meta.dirname, '..');

/**
 * Bytes of a package's entry with all that it loads at once, minified and gzipped. What it loads later by `import()` is not
 * counted: that is what dynamic imports are for.
 */
async function entrySize(name: string): Promise<number> {
  const result = await build({
    entryPoints: [join(root, 'packages', name, 'dist', 'index.js')],
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    conditions: ['browser', 'import'],
    external: ['@tensorflow/*', 'node:*'],
    outdir: 'out',
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  const outputs = Object.entries(result.metafile.outputs);
  // What is loaded by import() counts as an entry of its own; ours is the package's.
  const entry = outputs.find(([, output]) => output.entryPoint?.endsWith(`packages/${name}/dist/index.js`) === true)?.[0] ?? '';
  const needed = new Set<string>();
  const visit = (path: string): void => {
    if (needed.has(path)) return;
    needed.add(path);
    for (const { path: next, kind, external } of result.metafile.outputs[path]?.imports ?? []) {
      if (kind === 'import-statement' && external !== true) visit(next);
    }
  };
  visit(entry);
  const files = result.outputFiles.filter(({ path }) => [...needed].some((file) => path.replaceAll('\\', '/').endsWith(`/${file}`)));
  return files.reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0);
}

describe('what a page loads for', () => {
  it.each(Object.entries(ceilings))('@kedge/%s stays below its ceiling of %i bytes (gzip)', async (name, ceiling) => {
    const size = await entrySize(name);
    expect(size).toBeGreaterThan(0);
    expect(size).toBeLessThanOrEqual(ceiling);
  });
});
