// @ts-check
/** The table of docs/layers.md, read off the layer classes. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from './process.mjs';

/** @typedef {import('./layer-sources.mjs').LayerSource} LayerSource */

/**
 * @typedef {object} Field
 * @property {boolean} required
 * @property {() => unknown} defaultValue
 * @property {(value: unknown, dialect: 'keras2' | 'keras3') => unknown} serialize
 */

/** Loads the layer classes and the naming rule from their sources. */
async function loadSources() {
  const entry = "export * as layers from './generated/layers.js'; export { factoryName } from './config/naming.js';";
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: join(root, 'packages/layers/src'), loader: 'ts' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    conditions: ['kedge-source'],
    write: false,
    logLevel: 'error',
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0]?.contents ?? []).toString('base64')}`);
}

/** @param {unknown} value */
function shown(value) {
  if (typeof value === 'object' && value !== null && 'class_name' in value) return String(value.class_name);
  return JSON.stringify(value);
}

/**
 * @param {string} key
 * @param {Field} field
 */
function describe(key, field) {
  if (field.required) return `**${key}**`;
  const fallback = field.defaultValue();
  return `${key} = ${shown(field.serialize(fallback, 'keras3') ?? field.serialize(fallback, 'keras2') ?? fallback)}`;
}

/**
 * @param {readonly LayerSource[]} layers
 * @returns {Promise<string>} The page.
 */
export async function layerTable(layers) {
  const { layers: classes, factoryName } = await loadSources();
  const rows = layers.map(({ className, family }) => {
    // Every layer takes a dtype.
    const fields = Object.entries(/** @type {Record<string, Field>} */ (classes[className].fields)).filter(([key]) => key !== 'dtype');
    const keys = fields.map(([key, field]) => describe(key, field)).join(', ');
    const goldens = existsSync(join(root, 'fixtures/layers', `${className}.json`)) ? 'yes' : 'no';
    return `| ${className} | \`${factoryName(className)}\` | ${family} | ${keys} | ${goldens} |\n`;
  });
  return `<!-- Written by scripts/generate.mjs. -->
# Layers

${layers.length} layers. Keys are in TypeScript's spelling; those in bold have no default, and every layer takes \`name\`, \`trainable\`
and \`dtype\`, too. Goldens are inputs and outputs that real Keras wrote, replayed on every run of the tests.

| Keras class | factory | family | config | goldens |
| --- | --- | --- | --- | --- |
${rows.join('')}`;
}
