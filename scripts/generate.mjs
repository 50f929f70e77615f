// @ts-check
/**
 * Writes what follows from the layers' sources: the index of each family, the registry, the list of exports, and the table of
 * docs/layers.md; and those of docs/applications.md and docs/ops.md. With `--check` it writes nothing and exits with 1 when a file is stale.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { applicationTable } from './lib/application-table.mjs';
import { layerTable } from './lib/layer-table.mjs';
import { families, findLayers } from './lib/layer-sources.mjs';
import { opTable } from './lib/op-table.mjs';
import { root } from './lib/process.mjs';

const check = process.argv.includes('--check');
const src = join(root, 'packages/layers/src');
const notice = '// Written by scripts/generate.mjs.\n';
/** @type {string[]} */
const stale = [];

/**
 * @param {string} path
 * @param {string} text
 */
function emit(path, text) {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
  stale.push(relative(root, path));
  if (check) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const layers = findLayers(src);
const used = families.filter((family) => layers.some((layer) => layer.family === family));

for (const family of used) {
  const lines = layers
    .filter((layer) => layer.family === family)
    .map(({ file, values, types }) => `export { ${[...values, ...types.map((name) => `type ${name}`)].join(', ')} } from './${file}.js';\n`);
  emit(join(src, family, 'index.ts'), notice + lines.join(''));
}

const byName = layers.toSorted((a, b) => (a.className < b.className ? -1 : 1));
const loaders = byName.map(({ className, family }) => `  ${className}: () => import('../${family}/index.js').then((family) => family.${className}),\n`);
emit(
  join(src, 'generated/registry.ts'),
  `${notice}import type { LayerClass } from '../engine/layer.js';\n\n/** Every layer class by Keras' name, loaded with its family. */\nexport const layerLoaders: Readonly<Record<string, () => Promise<LayerClass>>> = {\n${loaders.join('')}};\n`,
);
emit(join(src, 'generated/layers.ts'), notice + used.map((family) => `export * from '../${family}/index.js';\n`).join(''));

// The table is read off the classes themselves, which a stale index would not show.
if (!check || stale.length === 0) emit(join(root, 'docs/layers.md'), await layerTable(layers));

emit(join(root, 'docs/applications.md'), await applicationTable());
emit(join(root, 'docs/ops.md'), await opTable());

for (const path of stale) console.log(`${check ? 'stale' : 'wrote'} ${path}`);
if (check && stale.length > 0) {
  console.error("Run 'npm run generate' and commit what it writes.");
  process.exit(1);
}
