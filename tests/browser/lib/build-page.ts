import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';

const packages = join(import.meta.dirname, '..', '..', '..', 'packages');

/**
 * Builds a page as a user's bundler does, out of what the packages publish.
 *
 * @param name A folder of `pages`.
 * @returns The folder with the page.
 */
export async function buildPage(name: string): Promise<string> {
  const outDir = await mkdtemp(join(tmpdir(), `kedge-page-${name}-`));
  await build({
    root: join(import.meta.dirname, '..', 'pages', name),
    base: './',
    logLevel: 'error',
    build: { outDir, target: 'esnext', minify: false, chunkSizeWarningLimit: 10_000, assetsInlineLimit: 0 },
    resolve: {
      alias: [
        // Test sources that lie in a package import its sources; a page gets what is published.
        { find: /^\.\.\/src\/index\.js$/, replacement: join(packages, 'backend-wasm', 'dist', 'index.js') },
        { find: '@kedge/op-cases', replacement: join(packages, 'op-cases', 'src', 'index.ts') },
        { find: /^node:fs$/, replacement: join(import.meta.dirname, 'read-file.ts') },
      ],
    },
  });
  return outDir;
}
