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

describe('a page that builds one application', () => {
  /** What a page loads at once whose script is this. */
  async function pageWith(script: string): Promise<string> {
    const { outputFiles, metafile } = await build({
      stdin: { contents: script, resolveDir: join(root, 'packages', 'applications'), loader: 'js' },
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'browser',
      conditions: ['browser', 'import'],
      external: ['@tensorflow/*', 'node:*'],
      outdir: 'out',
      write: false,
      metafile: true,
      logLevel: 'silent',
    });
    const entry = Object.keys(metafile.outputs).find((path) => path.endsWith('stdin.js')) ?? '';
    const needed = [entry, ...(metafile.outputs[entry]?.imports ?? []).filter(({ kind }) => kind === 'import-statement').map(({ path }) => path)];
    return outputFiles.filter(({ path }) => needed.some((file) => path.replaceAll('\\', '/').endsWith(`/${file}`))).map(({ text }) => text).join('\n');
  }

  /** Names of layers that only one family has. */
  const MARKS = { resnet: 'pool1_pad', convNext: '_downsampling_block_', nasNet: 'adjust_bn_', efficientNet: 'se_squeeze' };

  it('by name loads that family and no other', async () => {
    const page = await pageWith("import { resNet50 } from '@kedge/applications'; globalThis.model = resNet50();");
    expect(Object.entries(MARKS).filter(([, mark]) => page.includes(mark)).map(([family]) => family)).toEqual(['resnet']);
  });

  it('by a name that it learns later loads none before', async () => {
    const page = await pageWith("import { loadApplication } from '@kedge/applications/load-application'; globalThis.model = loadApplication(location.hash);");
    expect(page).toContain('convNeXtXLarge');
    expect(Object.entries(MARKS).filter(([, mark]) => page.includes(mark))).toEqual([]);
  });
});
