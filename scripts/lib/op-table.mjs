// @ts-check
/** The table of docs/ops.md: what functions of the sources say of themselves, beside the names that real Keras has. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { refusals } from './op-refusals.mjs';
import { root } from './process.mjs';

/** @typedef {{ name: string, kind: string, ours: string }} Parameter */
/** @typedef {{ names: readonly string[], parameters: readonly Parameter[] }} Signature */

/** Functions that have another name here, as the camelCase of Keras' is taken by something else. */
const OTHERWISE = /** @type {Readonly<Record<string, string>>} */ ({ identity: 'identityMatrix' });

/** @returns {Promise<{ ops: Readonly<Record<string, unknown>>, kerasSignatureOf: (fn: unknown) => Signature | undefined }>} */
async function loadSources() {
  const { outputFiles } = await build({
    stdin: { contents: "export * as ops from './ops.js'; export { kerasSignatureOf } from './keras-calls.js';", resolveDir: join(root, 'packages/graph-core/src'), loader: 'ts' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
    logLevel: 'error',
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0]?.contents ?? []).toString('base64')}`);
}

/** @param {string} name */
const camelCase = (name) => name.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());

/** @param {Signature} signature */
function called({ parameters }) {
  const shown = parameters.filter(({ kind }) => kind !== 'ignored' && kind !== 'default-only');
  const options = shown.filter(({ kind }) => kind === 'option').map(({ ours }) => ours);
  const plain = shown.filter(({ kind }) => kind !== 'option' && kind !== 'others').map(({ kind, ours }) => (kind === 'rest' ? `...${ours}` : kind === 'list' ? `[${ours}]` : ours));
  return [...plain, ...(options.length > 0 ? [`{ ${options.join(', ')} }`] : [])].join(', ');
}

/** @returns {Promise<string>} The page. */
export async function opTable() {
  const { ops, kerasSignatureOf } = await loadSources();
  const file = JSON.parse(readFileSync(join(root, 'fixtures/ops/keras-names.json'), 'utf8'));
  const cases = /** @type {{ name: string }[]} */ (JSON.parse(readFileSync(join(root, 'fixtures/ops/keras-cases.json'), 'utf8')).cases);
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { name } of cases) counts.set(name, (counts.get(name) ?? 0) + 1);
  const names = /** @type {{ name: string }[]} */ (file.names).map(({ name }) => name);
  let done = 0;
  const rows = names.map((name) => {
    const ours = OTHERWISE[name] ?? camelCase(name);
    const signature = kerasSignatureOf(ops[ours]);
    if (signature?.names.includes(name) !== true) {
      if (refusals[name] === undefined) throw new Error(`keras.ops.${name} is neither a function of ops nor in scripts/lib/op-refusals.mjs.`);
      return `| ${name} | - | ${refusals[name]} | |\n`;
    }
    if (refusals[name] !== undefined) throw new Error(`keras.ops.${name} is a function of ops and in scripts/lib/op-refusals.mjs, too.`);
    done += 1;
    return `| ${name} | \`ops.${ours}\` | ${called(signature)} | ${counts.get(name) ?? 0} |\n`;
  });
  return `<!-- Written by scripts/generate.mjs. -->

# Functions

The ${names.length} names of \`keras.ops\` in Keras ${file.keras}: ${done} are functions here, the others have a reason. \`import * as ops from '@kedge/graph-core/ops'\` has all of them; \`ops\` of
\`@kedge/graph-core\` itself has those that layers are made of, so that no page loads the others unasked. All work on tensors of a graph and on values, with gradients wherever they have any; models that hold them are read from Keras 3 configs and written into them. The last column counts the calls that are compared with real Keras on every backend (\`fixtures/ops/keras-cases.json\`).

Arguments stand in Keras' order under Keras' names in camelCase; those in braces are options. Types that Kedge lacks become \`float32\` or \`int32\`. Where backends of Keras disagree about NaN, infinities or vectors, it is as NumPy has it.

| Keras | Kedge | arguments, or why not | calls compared |
| --- | --- | --- | --- |
${rows.join('')}`;
}
