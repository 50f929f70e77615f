import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

/** What a page that loads models is made of. */
interface Page {
  readonly metafile: Metafile;
  readonly contents: ReadonlyMap<string, Uint8Array>;
}

async function bundle(script: string): Promise<Page> {
  const { metafile, outputFiles } = await build({
    stdin: { contents: script, resolveDir: join(root, 'packages', 'converter'), loader: 'js' },
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
  const outputs = Object.keys(metafile.outputs);
  return { metafile, contents: new Map(outputFiles.map(({ path, contents }) => [outputs.find((output) => path.replaceAll('\\', '/').endsWith(`/${output}`)) ?? path, contents])) };
}

/** A chunk and everything that it imports at once. */
function closure({ metafile }: Page, start: string, seen = new Set<string>()): Set<string> {
  if (seen.has(start)) return seen;
  seen.add(start);
  for (const { path, kind, external } of metafile.outputs[start]?.imports ?? []) if (kind === 'import-statement' && external !== true) closure({ metafile } as Page, path, seen);
  return seen;
}

const entryOf = ({ metafile }: Page, end: string): string => Object.entries(metafile.outputs).find(([path, { entryPoint = '' }]) => (entryPoint.endsWith(end) || path.endsWith(end)) && path.endsWith('.js'))?.[0] ?? '';
const sourcesOf = ({ metafile }: Page, chunks: Iterable<string>): string[] => [...chunks].flatMap((chunk) => Object.keys(metafile.outputs[chunk]?.inputs ?? {}));
const gzipped = ({ contents }: Page, chunks: Iterable<string>): number => [...chunks].reduce((sum, chunk) => sum + gzipSync(contents.get(chunk) ?? new Uint8Array(), { level: 9 }).length, 0);

describe('a page that loads models', () => {
  let page: Page;
  let atOnce: ReadonlySet<string>;
  beforeAll(async () => {
    page = await bundle("import { loadModel } from '@kedge/converter'; globalThis.model = loadModel(location.hash);");
    atOnce = closure(page, entryOf(page, 'stdin.js'));
  });

  const LATER = /\/hdf5\/|h5wasm|\/zip\.js|fflate|js-yaml|dagre|\/save\/|\/graph-model\/|read-yaml|read-keras|read-h5/;

  it('has no code for HDF5, archives, YAML, graph-models or writing before such a file comes', () => {
    expect(sourcesOf(page, atOnce).length).toBeGreaterThan(50);
    expect(sourcesOf(page, atOnce).filter((source) => LATER.test(source))).toEqual([]);
  });

  it('loads at most 60 kB (gzip) more to open a .h5, and nothing that writes', () => {
    const reader = [...closure(page, entryOf(page, 'read/read-h5.js'))].filter((chunk) => !atOnce.has(chunk));
    expect(sourcesOf(page, reader).some((source) => source.includes('/hdf5/'))).toBe(true);
    expect(gzipped(page, reader)).toBeLessThanOrEqual(60_000);
    expect(sourcesOf(page, reader).filter((source) => /h5wasm|\/hdf5\/write/.test(source))).toEqual([]);
  });

  it('loads at most 60 kB (gzip) more to open a .keras', () => {
    const reader = [...closure(page, entryOf(page, 'read/read-keras.js'))].filter((chunk) => !atOnce.has(chunk));
    expect(gzipped(page, reader)).toBeLessThanOrEqual(60_000);
  });
});

describe('a page that saves models', () => {
  it('loads what writes HDF5 when the first such file is written', async () => {
    const page = await bundle("import { serializeModel, loadModel } from '@kedge/converter'; globalThis.save = async (x) => serializeModel(await loadModel(x), { format: 'h5' });");
    const atOnce = closure(page, entryOf(page, 'stdin.js'));
    expect(sourcesOf(page, atOnce).filter((source) => /h5wasm|\/hdf5\//.test(source))).toEqual([]);
    const writer = [...closure(page, entryOf(page, 'save/write-keras-h5.js'))].filter((chunk) => !atOnce.has(chunk));
    const loaded = sourcesOf(page, writer);
    const dynamic = Object.values(page.metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs)).some((source) => source.includes('h5wasm'));
    expect(loaded.some((source) => /\/hdf5\/write/.test(source)) && dynamic).toBe(true);
  });
});
