// @ts-check
/**
 * Makes the program of the workers one file: a worker in a page resolves no package names.
 */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

await build({
  entryPoints: [join(root, 'src', 'engine', 'worker.ts')],
  outfile: join(root, 'dist', 'engine', 'worker.js'),
  bundle: true,
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  conditions: ['kedge-source'],
  external: ['node:*'],
  minify: true,
  sourcemap: true,
});
