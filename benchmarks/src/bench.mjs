// @ts-check
/**
 * Kedge beside its peers: `npm run bench -- --model inceptionV3 --threads 1,2 --peers tfjs,ort-web,ort-node --json`.
 *
 * Every engine has a process of its own, and all of them take turns run by run, so that a machine whose speed drifts treats them
 * alike. `tfjs` comes with this repository; ONNX Runtime is looked for in the folder that `KEDGE_PEERS` names, see README.md.
 */
import { parseArgs } from 'node:util';
import { printTable } from '@kedge/graph-core';
import { EngineProcess } from './lib/engine-process.mjs';
import { NETWORKS, networkFolder } from './lib/networks.mjs';
import { largestDifference, median } from './lib/statistics.mjs';

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: 'inceptionV3' },
    threads: { type: 'string', default: '1' },
    peers: { type: 'string', default: 'tfjs' },
    runs: { type: 'string', default: '11' },
    node: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

/**
 * @typedef {object} Row
 * @property {string} model
 * @property {string} engine
 * @property {string} precision
 * @property {number} threads
 * @property {number} msMedian
 * @property {number} msMin
 * @property {number} firstRunMs
 * @property {number} loadMs
 * @property {number} peakRssMb
 * @property {number | null} floorMs
 * @property {number | null} ratioToTfjs Of the medians; tfjs has one thread.
 * @property {number | null} agreement Largest difference of an output to that of kedge on one thread; not for peers with weights of their own.
 */

/** @param {string} model @param {{ engine: string, threads: number }[]} entries @param {number} runs @returns {Promise<Row[]>} */
async function compare(model, entries, runs) {
  const folder = await networkFolder(model);
  const processes = [];
  for (const { engine, threads } of entries) processes.push(await EngineProcess.start({ engine, threads, model, folder, node: values.node }));
  try {
    /** @type {number[][]} */
    const times = processes.map(() => []);
    for (let run = 0; run < runs; run++) {
      for (const [i, engine] of processes.entries()) times[i]?.push(await engine.run());
    }
    const answers = await Promise.all(processes.map((engine) => engine.answer()));
    /** @type {{ peakRssMb: number, floorMs: number | null }[]} */
    const ends = [];
    for (const engine of processes) ends.push(await engine.end());
    const tfjs = processes.findIndex(({ name }) => name === 'tfjs');
    return processes.map((engine, i) => {
      const msMedian = median(times[i] ?? []);
      return {
        model,
        engine: engine.name,
        precision: 'float32',
        threads: engine.threads,
        msMedian,
        msMin: Math.min(...(times[i] ?? [])),
        firstRunMs: engine.firstRunMs,
        loadMs: engine.loadMs,
        peakRssMb: ends[i]?.peakRssMb ?? Number.NaN,
        floorMs: ends[i]?.floorMs ?? null,
        ratioToTfjs: tfjs < 0 ? null : msMedian / median(times[tfjs] ?? []),
        agreement: engine.hasOwnWeights ? null : largestDifference(answers[0] ?? [], answers[i] ?? []),
      };
    });
  } finally {
    for (const engine of processes) engine.kill();
  }
}

const threads = values.threads.split(',').map(Number);
const peers = values.peers.split(',').filter((name) => name !== '');
const entries = [
  ...threads.map((count) => ({ engine: 'kedge', threads: count })),
  ...peers.flatMap((engine) => (engine === 'tfjs' ? [{ engine, threads: 1 }] : threads.map((count) => ({ engine, threads: count })))),
];
/** @type {Row[]} */
const rows = [];
for (const model of values.model.split(',')) {
  if (!(model in NETWORKS)) throw new Error(`--model: there are ${Object.keys(NETWORKS).join(', ')}, got ${model}.`);
  rows.push(...(await compare(model, entries, Number(values.runs))));
}

/** @param {number | null} value @param {number} digits */
const shown = (value, digits) => (value === null ? '' : value.toFixed(digits));

if (values.json) console.log(JSON.stringify(rows, null, 1));
else {
  console.log(
    printTable(
      rows.map((row) => [
        row.model,
        row.engine,
        String(row.threads),
        shown(row.msMedian, 1),
        shown(row.msMin, 1),
        shown(row.ratioToTfjs, 2),
        shown(row.floorMs, 1),
        row.floorMs === null ? '' : (row.msMedian / row.floorMs).toFixed(2),
        shown(row.loadMs, 0),
        shown(row.firstRunMs, 0),
        shown(row.peakRssMb, 0),
        row.agreement === null ? '' : row.agreement.toExponential(1),
      ]),
      ['Model', 'Engine', 'Threads', 'Median ms', 'Least ms', 'To tfjs', 'Floor ms', 'To floor', 'Load ms', 'First run ms', 'Peak RSS MB', 'Off by'],
    ),
  );
}
