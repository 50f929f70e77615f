// @ts-check
/**
 * Builds the kernels: `dist/wasm/<build>.wasm`, one for each set of features that a machine may have.
 *
 * Before that it writes what both sides must agree on from the kernels' own sources: numbers and parameters.
 */
import { mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';
import { writeElementwise } from './lib/generate-elementwise.mjs';
import { writeGenerated } from './lib/generate-kernels.mjs';
import { writeReductions } from './lib/generate-reductions.mjs';
import { writeTiles } from './lib/generate-tiles.mjs';
import { writeWinograd } from './lib/generate-winograd.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** @type {Readonly<Record<string, readonly string[]>>} */
const BUILDS = {
  baseline: [],
  relaxed: ['--enable', 'relaxed-simd'],
  'baseline-threads': ['--enable', 'threads', '--sharedMemory', '--maximumMemory', '65536'],
  'relaxed-threads': ['--enable', 'relaxed-simd', '--enable', 'threads', '--sharedMemory', '--maximumMemory', '65536'],
};

/** @param {string} name @param {readonly string[]} flags */
async function build(name, flags) {
  const outFile = join('dist', 'wasm', `${name}.wasm`);
  const { error, stderr } = await asc.main([
    'assembly/index.ts', '--baseDir', root, '--outFile', outFile, '--runtime', 'stub', '-O3', '--noAssert', '--converge',
    '--importMemory', '--initialMemory', '2', '--enable', 'simd', '--use', 'abort=', ...flags,
  ]);
  if (error !== null) throw new Error(`Kernels (${name}) do not compile: ${error.message}\n${stderr}`);
  return statSync(join(root, outFile)).size;
}

const check = process.argv.includes('--check');
writeTiles(root, { check });
writeWinograd(root, { check });
writeElementwise(root, { check });
writeReductions(root, { check });
writeGenerated(root, { check });
if (!check) {
  mkdirSync(join(root, 'dist', 'wasm'), { recursive: true });
  for (const [name, flags] of Object.entries(BUILDS)) {
    const bytes = await build(name, flags);
    console.log(`dist/wasm/${name}.wasm: ${(bytes / 1024).toFixed(1)} KB`);
  }
}
