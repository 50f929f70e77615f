// @ts-check
/**
 * How long loading takes beside stock tfjs: `npm run bench:load [-- --runs 7] [--json]`.
 *
 * InceptionV3 as a tfjs layers-model with uint8 weights, in Kedge and in stock `tf.loadLayersModel`, and as a `.h5` of 90 MB in
 * Kedge. Every load is a process of its own; the three take turns. Before the clock starts, each has loaded a small model
 * of the same form.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadModel, saveModel } from '@kedge/converter';
import { printTable } from '@kedge/graph-core';
import { activation, averagePooling2d, batchNormalization, concatenate, conv2d, dense, globalAveragePooling2d, input, maxPooling2d, model } from '@kedge/layers';
import { networkFolder } from './lib/networks.mjs';
import { median } from './lib/statistics.mjs';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '7' }, json: { type: 'boolean', default: false } } });

const folder = await networkFolder('inceptionV3');
const h5 = join(folder, '..', 'inceptionV3.h5');
if (!existsSync(h5)) await saveModel(await loadModel(folder), h5);

/** A small model in each form, with the kinds of layers that InceptionV3 has. */
const small = join(folder, '..', 'small');
if (!existsSync(join(small, 'model.json'))) {
  const x = input({ shape: [16, 16, 3] });
  const y = activation({ activation: 'relu' }).apply(batchNormalization({ scale: false }).apply(conv2d({ filters: 4, kernelSize: 3, padding: 'same', useBias: false }).apply(x)));
  const pooled = concatenate().apply([maxPooling2d({ poolSize: 2 }).apply(y), averagePooling2d({ poolSize: 2 }).apply(y)]);
  const tiny = model({ inputs: x, outputs: dense({ units: 2, activation: 'softmax' }).apply(globalAveragePooling2d().apply(pooled)) });
  await saveModel(tiny, small, { quantize: 'uint8' });
  await saveModel(tiny, `${small}.h5`);
}

const STOCK = 'stock tfjs, uint8';
const LOADS = [
  { what: STOCK, engine: 'tfjs', path: join(folder, 'model.json'), small: join(small, 'model.json'), atMost: undefined },
  { what: 'Kedge, uint8', engine: 'kedge', path: join(folder, 'model.json'), small: join(small, 'model.json'), atMost: 0.5 },
  { what: 'Kedge, .h5 of 90 MB', engine: 'kedge', path: h5, small: `${small}.h5`, atMost: 1 },
];

/** @type {Map<string, { ms: number, memory: number }[]>} */
const figures = new Map(LOADS.map(({ what }) => [what, []]));
for (let run = 0; run < Number(values.runs); run++) {
  for (const { what, engine, path, small } of LOADS) {
    const text = execFileSync(process.execPath, ['--expose-gc', join(import.meta.dirname, 'load-child.mjs'), engine, path, small], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    figures.get(what)?.push(JSON.parse(text.trim().split('\n').at(-1) ?? ''));
  }
}

const stock = median((figures.get(STOCK) ?? []).map(({ ms }) => ms));
const rows = LOADS.map(({ what, atMost }) => {
  const all = figures.get(what) ?? [];
  const times = all.map(({ ms }) => ms);
  return { what, msMedian: median(times), msMin: Math.min(...times), ratioToTfjs: median(times) / stock, target: atMost, memoryRatio: median(all.map(({ memory }) => memory)) };
});
if (values.json) console.log(JSON.stringify(rows));
else {
  const headers = ['Median ms', 'Min', 'To stock', 'Target', 'Memory over float32 weights'].map((header) => ({ header, align: /** @type {const} */ ('right') }));
  const cells = rows.map((row) => [row.what, row.msMedian.toFixed(0), row.msMin.toFixed(0), row.ratioToTfjs.toFixed(2), row.target === undefined ? '' : `<= ${row.target}`, row.memoryRatio.toFixed(2)]);
  console.log(printTable(cells, ['Load', ...headers]));
  console.log(`Node ${process.version}, ${values.runs} runs each. Memory: resident at the peak less before the load, over the weights as float32; the target is 1.3.`);
}
