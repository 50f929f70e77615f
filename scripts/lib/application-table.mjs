// @ts-check
/** The table of docs/applications.md: facts of the table in the sources, parameters as real Keras counted them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { root } from './process.mjs';

/** @typedef {{ name: string, preprocess: string, inputSize: number, minSize: number }} Facts */

/** @returns {Promise<readonly Facts[]>} */
async function loadFacts() {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'packages/applications/src/application-table.ts')],
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
    logLevel: 'error',
  });
  const { applications } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0]?.contents ?? []).toString('base64')}`);
  return applications;
}

/** @param {string} name */
const kerasName = (name) => name.replace(/^(vgg|nas|.)/, (start) => start.toUpperCase());

/** @param {string} name @param {(variant: { options: Record<string, unknown>, params: number }) => boolean} holds */
function countedBy(name, holds) {
  const file = gunzipSync(readFileSync(join(root, 'fixtures/applications', `${name}.json.gz`))).toString();
  return /** @type {{ variants: { options: Record<string, unknown>, params: number }[] }} */ (JSON.parse(file)).variants.find(holds)?.params;
}

/** @param {number} count */
const millions = (count) => `${(count / 1e6).toFixed(1)} M`;

/** @returns {Promise<string>} The page. */
export async function applicationTable() {
  const facts = await loadFacts();
  const rows = facts.map(({ name, preprocess, inputSize, minSize }) => {
    const params = countedBy(name, ({ options }) => Object.keys(options).length === 0) ?? 0;
    return `| ${kerasName(name)} | \`${name}\` | ${inputSize} x ${inputSize} | ${minSize} x ${minSize} | ${millions(params)} | ${preprocess} |\n`;
  });
  return `<!-- Written by scripts/generate.mjs. -->
# Applications

${facts.length} networks of \`keras.applications\`, as functions of \`@kedge/applications\` and as names for \`kedge-convert --architecture\`. Layers, their
names and order, options and weights are those of Keras 3.15, so that weights-only files load by name and by order.

Pixels go in from 0 to 255 after \`preprocessInput(pixels, { mode })\`: \`tf\` x / 127.5 - 1, \`caffe\` BGR minus ImageNet's means, \`torch\`
(x / 255 - mean) / deviation, \`none\` as they are, since the network scales them itself.

| Keras function | here | pictures | smallest | parameters | preprocessing |
| --- | --- | --- | --- | --- | --- |
${rows.join('')}`;
}
