// @ts-check
/**
 * What `npm run demo` shows, on a real trained InceptionV3 and real photos: rebuild the Keras file, look into it, convert it,
 * classify with each form, and trace a network. Every command is one that a user can type.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { loadModel, saveModel } from '@kedge/converter';
import { printTable } from '@kedge/graph-core';
import { createSession } from '@kedge/runtime';
import { moderationModelFiles } from './moderation-model.mjs';
import { root } from './process.mjs';

const out = join(root, 'demo-output');
const photosFolder = join(root, 'fixtures', 'photos');
const photos = readdirSync(photosFolder).filter((name) => /\.jpe?g$/.test(name)).map((name) => join(photosFolder, name));
const clis = { 'kedge-convert': 'apps/kedge-convert', 'kedge-classify': 'apps/pi-classifier' };

/** @param {string} text */
function heading(text) {
  console.log(`\n\x1b[1m${text}\x1b[0m`);
}

/**
 * Shows a command as a user would type it, runs it, and shows what it prints.
 *
 * @param {keyof typeof clis} name
 * @param {readonly string[]} args
 * @param {(output: string) => string} [show]
 * @returns {string} What it printed.
 */
function command(name, args, show = (output) => output) {
  const shown = args.map((arg) => (arg.startsWith(root) ? relative(root, arg) : arg));
  console.log(`\x1b[2m$ ${name} ${shown.join(' ')}\x1b[0m`);
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, clis[name], 'dist', 'cli.js'), ...shown], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 });
  process.stdout.write(show(stdout));
  if (status !== 0) {
    process.stderr.write(stderr);
    console.error(`The demo stops: the command above ended with exit code ${status}.`);
    process.exit(1);
  }
  return stdout;
}

/** @param {string} path @returns {number} Bytes of a file, or of all files in a folder. */
function sizeOf(path) {
  return statSync(path).isDirectory() ? readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0) : statSync(path).size;
}

/** @param {string} text @param {number} head @param {number} tail */
function middleCut(text, head, tail) {
  const lines = text.split('\n');
  return lines.length <= head + tail ? text : [...lines.slice(0, head), `  ... ${lines.length - head - tail} more lines ...`, ...lines.slice(-tail)].join('\n');
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

heading('1. A Keras file of a real, trained InceptionV3');
console.log('The npm package nsfwjs brings one (299 x 299 pixels, 5 classes: Drawing, Hentai, Neutral, Porn, Sexy). Rebuilt as a Keras .h5:');
const original = join(out, 'moderation.h5');
const { bytes } = await saveModel(await loadModel(moderationModelFiles()), original);
console.log(`${relative(root, original)}, ${(bytes / 1e6).toFixed(1)} MB. Python and real Keras would open it as well.`);

heading('2. What is in it');
command('kedge-convert', ['inspect', original], (text) => middleCut(text, 10, 12));

heading('3. To tfjs, in three sizes');
const labels = join(out, 'labels.txt');
writeFileSync(labels, 'Drawing\nHentai\nNeutral\nPorn\nSexy\n');
/** @type {{ form: string, path: string }[]} */
const forms = [{ form: 'Keras .h5', path: original }];
for (const [form, quantize] of [['tfjs float32', 'none'], ['tfjs float16', 'float16'], ['tfjs uint8', 'uint8']]) {
  const path = join(out, form.replace(' ', '-'));
  command('kedge-convert', [original, path, '--quantize', quantize, '--labels', labels, '--preprocess', 'unit']);
  forms.push({ form, path });
}

heading('4. The photos, classified with each form');
/** @type {Map<string, any[]>} */
const answers = new Map();
for (const { form, path } of forms) {
  const args = [...photos, '--model', path, '--labels', 'moderation', '--preprocess', 'unit', '--json'];
  const lines = command('kedge-classify', args, () => '').trim().split('\n').map((line) => JSON.parse(line));
  answers.set(form, lines);
}
const reference = answers.get('Keras .h5') ?? [];
const rows = forms.flatMap(({ form, path }) =>
  (answers.get(form) ?? []).map((line, i) => {
    const [best] = line.predictions;
    const off = Math.max(...line.predictions.map((/** @type {any} */ p) => Math.abs(p.probability - reference[i].predictions.find((/** @type {any} */ q) => q.index === p.index).probability)));
    return [i === 0 ? form : '', i === 0 ? `${(sizeOf(path) / 1e6).toFixed(1)} MB` : '', relative(photosFolder, line.file), best.label, best.probability.toFixed(4), form === 'Keras .h5' ? '' : off.toExponential(1), `${line.ms.run.toFixed(0)} ms`, line.backend];
  }),
);
console.log(printTable(rows, ['Form', { header: 'Size', align: 'right' }, 'Photo', 'Best', { header: 'Probability', align: 'right' }, { header: 'Off by', align: 'right' }, { header: 'Run', align: 'right' }, 'Backend']));
console.log('"Off by" is the largest difference of any probability to what the .h5 gives.');
const known = JSON.parse(readFileSync(join(photosFolder, 'moderation-answers.json'), 'utf8')).images;
const worst = Math.max(...reference.flatMap((line) => line.predictions.map((/** @type {any} */ p) => Math.abs(p.probability - known[relative(photosFolder, line.file)][p.index]))));
console.log(`Real Keras 2.15 gives the same answers for these photos: the largest difference of any probability is ${worst.toExponential(1)}.`);

console.log('\nWhy it ran where it ran (session.report):');
const session = await createSession(forms.at(-1)?.path ?? original);
console.log(session.report.toString());
await session.dispose();

heading('5. A network of your own, traced with the functional API');
const { status } = spawnSync(process.execPath, [join(root, 'examples', 'dist', 'seed-program.js')], { stdio: 'inherit' });
if (status !== 0) process.exit(1);

heading('What next');
console.log(`Your own file:   node apps/kedge-convert/dist/cli.js inspect YOUR.h5
                 node apps/kedge-convert/dist/cli.js YOUR.h5 your-tfjs --quantize uint8
Your own photo:  node apps/pi-classifier/dist/cli.js PHOTO.jpg --model YOUR.h5 --labels LABELS.txt --preprocess tf
In a program:    README.md, and examples/seed-program.ts
What was written is in ${relative(root, out)}/.`);
